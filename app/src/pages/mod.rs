//! Pages: one file each, a view struct and a plain function from it to HTML.
