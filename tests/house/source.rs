//! The house's own files, with comments taken away and literals set apart.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

/// A string literal of a Rust file.
#[derive(Clone, Debug)]
pub struct Literal {
    /// Its value.
    pub text: String,
    /// Where it stands in [`Source::code`], as a byte offset.
    pub at: usize,
    /// Its line, from 1.
    pub line: usize,
}

/// A Rust file.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its path below the root, such as `src/kit/db/mod.rs`.
    pub path: String,
    /// Its text, with comments blank and every string literal replaced by `"n"`, its place in `strings`.
    pub code: String,
    /// Its string literals.
    pub strings: Vec<Literal>,
    /// Whether only tests see it.
    pub is_test: bool,
}

impl Source {
    /// The slice it belongs to: `kit`, `ledger`, …, `house`; empty for `lib.rs` and `main.rs`.
    pub fn slice(&self) -> &str {
        let name = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let first = name.split('/').next().unwrap_or("").trim_end_matches(".rs");
        if matches!(first, "lib" | "main") { "" } else { first }
    }

    /// The module path: `src/kit/db/value.rs` is `kit`, `db`, `value`.
    pub fn module(&self) -> Vec<String> {
        let name = self.path.strip_prefix("src/").unwrap_or(&self.path).trim_end_matches(".rs");
        let name = name.strip_suffix("/mod").unwrap_or(name);
        if matches!(name, "lib" | "main") { Vec::new() } else { name.split('/').map(str::to_owned).collect() }
    }

    /// The code that is part of the program: what stands before the tests at the bottom.
    pub fn product(&self) -> &str {
        if self.is_test {
            return "";
        }
        &self.code[..self.code.find("#[cfg(test)]\nmod tests {").unwrap_or(self.code.len())]
    }

    /// The literals that are part of the program.
    pub fn product_strings(&self) -> impl Iterator<Item = &Literal> {
        let end = self.product().len();
        self.strings.iter().filter(move |literal| literal.at < end)
    }

    /// The code before a literal, for looking at what calls it.
    pub fn before(&self, literal: &Literal) -> &str {
        self.code[..literal.at].trim_end()
    }
}

/// The folder that holds `Cargo.toml`.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `folder`, as paths below the root, in order; without what is built or installed.
pub fn files_below(folder: &str) -> Vec<String> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        let mut entries: Vec<_> = std::fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").path()).collect();
        entries.sort();
        for entry in entries {
            let name = entry.file_name().and_then(|n| n.to_str()).unwrap_or("");
            if entry.is_dir() {
                if !matches!(name, "target" | "node_modules" | "dist" | "out" | ".git" | "data") {
                    walk(&entry, found);
                }
            } else {
                found.push(entry);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join(folder), &mut found);
    found.into_iter().map(|path| path.strip_prefix(root()).expect("below the root").display().to_string()).collect()
}

/// Every file that the repository holds, or would hold after `git add`.
pub fn tracked() -> Vec<String> {
    let listed = Command::new("git").args(["ls-files", "--cached", "--others", "--exclude-standard"]).current_dir(root()).output();
    match listed {
        Ok(listed) if listed.status.success() => {
            String::from_utf8_lossy(&listed.stdout).lines().filter(|path| root().join(path).is_file()).map(str::to_owned).collect()
        }
        // A copy without its history: everything that lies there.
        _ => files_below("."),
    }
}

/// The text of a file.
pub fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(|| {
    let mut sources: Vec<Source> = files_below("src").into_iter().filter(|path| path.ends_with(".rs")).map(|path| lex(&path)).collect();
    let only_tests = test_modules(&sources);
    for source in &mut sources {
        let module = source.module();
        source.is_test = (1..=module.len()).any(|depth| only_tests.contains(&module[..depth]));
    }
    sources
});

/// Every Rust file of the program.
pub fn sources() -> &'static [Source] {
    &SOURCES
}

/// The modules that stand behind `#[cfg(test)]`, each with its path.
fn test_modules(sources: &[Source]) -> BTreeSet<Vec<String>> {
    let mut found = BTreeSet::new();
    for source in sources {
        for rest in source.code.split("#[cfg(test)]").skip(1) {
            let line = rest.trim_start().lines().next().unwrap_or("");
            let line = line.trim_start_matches("pub ");
            if let Some(name) = line.strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';')) {
                let mut module = source.module();
                module.push(name.to_owned());
                found.insert(module);
            }
        }
    }
    found
}

fn lex(path: &str) -> Source {
    let text = read(path);
    let mut lexer = Lexer { chars: text.chars().collect(), at: 0, line: 1, code: String::with_capacity(text.len()), strings: Vec::new() };
    lexer.run();
    Source { path: path.to_owned(), code: lexer.code, strings: lexer.strings, is_test: false }
}

struct Lexer {
    chars: Vec<char>,
    at: usize,
    line: usize,
    code: String,
    strings: Vec<Literal>,
}

impl Lexer {
    fn peek(&self, ahead: usize) -> char {
        self.chars.get(self.at + ahead).copied().unwrap_or('\0')
    }

    fn next(&mut self) -> char {
        let c = self.peek(0);
        self.at += 1;
        if c == '\n' {
            self.line += 1;
        }
        c
    }

    fn run(&mut self) {
        while self.at < self.chars.len() {
            let word = self.code.chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_');
            match (self.peek(0), self.peek(1)) {
                ('/', '/') => self.skip_line(),
                ('/', '*') => self.skip_block(),
                ('"', _) => self.string(),
                ('b', '"') if !word => {
                    self.next();
                    self.string();
                }
                ('r', '"' | '#') if !word && self.raw_marks(1).is_some() => {
                    self.next();
                    self.raw();
                }
                ('b', 'r') if !word && self.raw_marks(2).is_some() => {
                    self.next();
                    self.next();
                    self.raw();
                }
                ('\'', _) => self.letter(),
                _ => {
                    let c = self.next();
                    self.code.push(c);
                }
            }
        }
    }

    fn skip_line(&mut self) {
        while self.at < self.chars.len() && self.peek(0) != '\n' {
            self.next();
        }
    }

    fn skip_block(&mut self) {
        let mut depth = 0;
        loop {
            match (self.peek(0), self.peek(1)) {
                ('/', '*') => {
                    depth += 1;
                    self.next();
                }
                ('*', '/') => {
                    depth -= 1;
                    self.next();
                }
                ('\0', _) => return,
                ('\n', _) => self.code.push('\n'),
                _ => {}
            }
            self.next();
            if depth == 0 {
                return;
            }
        }
    }

    /// How many `#` stand before the quote of a raw string that begins `ahead` of here.
    fn raw_marks(&self, ahead: usize) -> Option<usize> {
        let marks = (0..).take_while(|n| self.peek(ahead + n) == '#').count();
        (self.peek(ahead + marks) == '"').then_some(marks)
    }

    fn keep(&mut self, text: String, line: usize) {
        self.strings.push(Literal { text, at: self.code.len(), line });
        self.code.push_str(&format!("\"{}\"", self.strings.len() - 1));
    }

    fn raw(&mut self) {
        let line = self.line;
        let marks = self.raw_marks(0).unwrap_or(0);
        for _ in 0..=marks {
            self.next();
        }
        let mut text = String::new();
        while self.at < self.chars.len() && !(self.peek(0) == '"' && (0..marks).all(|n| self.peek(1 + n) == '#')) {
            text.push(self.next());
        }
        for _ in 0..=marks {
            self.next();
        }
        self.keep(text, line);
    }

    fn string(&mut self) {
        let line = self.line;
        self.next();
        let mut text = String::new();
        while self.at < self.chars.len() && self.peek(0) != '"' {
            if self.peek(0) == '\\' {
                self.next();
                self.escape(&mut text);
            } else {
                text.push(self.next());
            }
        }
        self.next();
        self.keep(text, line);
    }

    fn escape(&mut self, text: &mut String) {
        match self.next() {
            'n' => text.push('\n'),
            'r' => text.push('\r'),
            't' => text.push('\t'),
            '0' => text.push('\0'),
            '\n' => {
                while self.peek(0).is_whitespace() {
                    self.next();
                }
            }
            'u' => {
                let mut digits = String::new();
                self.next();
                while self.peek(0) != '}' && self.at < self.chars.len() {
                    digits.push(self.next());
                }
                self.next();
                text.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
            }
            'x' => {
                self.next();
                self.next();
            }
            other => text.push(other),
        }
    }

    /// A character, or the name of a lifetime.
    fn letter(&mut self) {
        let is_char = self.peek(1) == '\\' || self.peek(2) == '\'';
        let quote = self.next();
        if !is_char {
            self.code.push(quote);
            return;
        }
        while self.at < self.chars.len() {
            match self.next() {
                '\\' => {
                    self.next();
                }
                '\'' => break,
                _ => {}
            }
        }
        self.code.push_str("' '");
    }
}

/// Expects that nothing was found wrong, and lists all that was.
pub fn expect_none(found: &[String], rule: &str) {
    assert!(found.is_empty(), "{rule}\n  {}\n", found.join("\n  "));
}

#[test]
fn literals_and_comments_are_told_apart() {
    let text = "// \"no\" 'x\nlet a = \"one \\\" two\"; /* \"no\" /* deep */ */ let c = '\"'; fn f<'a>() {} r#\"ra\"w\"#; b\"by\" 'x' '\\'' \"l\\\n   x\"";
    let mut lexer = Lexer { chars: text.chars().collect(), at: 0, line: 1, code: String::new(), strings: Vec::new() };
    lexer.run();
    let found: Vec<_> = lexer.strings.iter().map(|l| l.text.as_str()).collect();
    assert_eq!(found, ["one \" two", "ra\"w", "by", "lx"]);
    assert!(lexer.code.contains("fn f<'a>() {}") && !lexer.code.contains("no") && lexer.code.contains("let a = \"0\";"), "{}", lexer.code);
    assert_eq!(lexer.strings[0].line, 2);
}
