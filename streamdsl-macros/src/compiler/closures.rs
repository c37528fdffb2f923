//! Which variables from outside a closure seems to use and to change.
//!
//! Names mean nothing yet when the program is compiled, so this is read from the tokens alone. It
//! errs on the side of seeing nothing: every name that might be bound inside the closure is taken
//! to be, and what stands in the call of a macro is passed over.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Expr, Pat, ReturnType, Stmt};

/// The variables of the scope around a closure that it seems to use.
#[derive(Default)]
pub(crate) struct Captures {
    bound: Vec<String>,
    /// In the order of their use.
    pub(crate) used: Vec<Ident>,
    /// Those that are not called like functions.
    pub(crate) values: Vec<Ident>,
    /// Those that are assigned to or borrowed mutably.
    pub(crate) changed: Vec<Ident>,
    /// Those that stand in the call of a macro, but not in a format.
    pub(crate) in_macros: Vec<Ident>,
    /// Whether the call of a macro seems to use any.
    pub(crate) in_macro: bool,
}

impl Captures {
    /// Reads `closure`.
    pub(crate) fn of(closure: &syn::ExprClosure) -> Self {
        let mut captures = Self::default();
        let body = closure.body.to_token_stream();
        captures.bind_all(closure.inputs.to_token_stream());
        captures.bind(body.clone());
        captures.read(body);
        captures
    }

    /// Takes every name in a pattern to be bound.
    fn bind_all(&mut self, pattern: TokenStream) {
        for token in pattern {
            match token {
                TokenTree::Ident(name) => self.bound.push(name.to_string()),
                TokenTree::Group(group) => self.bind_all(group.stream()),
                _ => {}
            }
        }
    }

    /// Binds what the patterns in `tokens` bind: those of `let` and `for`, of inner closures, and
    /// of the arms of a `match`.
    fn bind(&mut self, tokens: TokenStream) {
        let mut in_pattern = false;
        // The tokens since the last arm: a pattern, if a `=>` follows.
        let mut arm: Vec<TokenTree> = Vec::new();
        let mut before = ' ';
        for token in tokens {
            let mut now = ' ';
            match &token {
                TokenTree::Group(group) if in_pattern => self.bind_all(group.stream()),
                TokenTree::Group(group) => self.bind(group.stream()),
                TokenTree::Ident(name) if is_one_of(name, &["let", "for", "fn"]) => {
                    in_pattern = true;
                }
                TokenTree::Ident(name) if name == "in" => in_pattern = false,
                TokenTree::Ident(name) if in_pattern => self.bound.push(name.to_string()),
                TokenTree::Punct(punct) => {
                    now = punct.as_char();
                    if before == '=' && now == '>' {
                        self.bind_all(std::mem::take(&mut arm).into_iter().collect());
                    }
                    in_pattern = match now {
                        '=' | ';' => false,
                        '|' => !in_pattern,
                        _ => in_pattern,
                    };
                }
                _ => {}
            }
            let ends_arm = now == ','
                || matches!(&token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
            if ends_arm {
                arm.clear();
            } else {
                arm.push(token);
            }
            before = now;
        }
    }

    /// Collects the variables that `tokens` use.
    fn read(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let punct = |index: Option<usize>| match index.and_then(|index| tokens.get(index)) {
            Some(TokenTree::Punct(punct)) => punct.as_char(),
            _ => ' ',
        };
        for (index, token) in tokens.iter().enumerate() {
            let before = punct(index.checked_sub(1));
            match token {
                TokenTree::Group(group) if before == '!' => self.read_macro(group.stream()),
                TokenTree::Group(group) if before != '#' => self.read(group.stream()),
                TokenTree::Ident(name) => {
                    let next = punct(Some(index + 1));
                    let is_path = matches!(before, '.' | ':') || matches!(next, ':' | '!');
                    if is_path || !is_variable(name) || self.bound.contains(&name.to_string()) {
                        continue;
                    }
                    self.used.push(name.clone());
                    if !is_call(tokens.get(index + 1)) {
                        self.values.push(name.clone());
                    }
                    if before != '*' && is_assigned(&tokens[index + 1..])
                        || is_borrowed_mutably(&tokens[..index])
                    {
                        self.changed.push(name.clone());
                    }
                }
                _ => {}
            }
        }
    }
}

impl Captures {
    /// Looks for variables in the call of a macro, also in the braces of a format.
    fn read_macro(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Ident(name) if self.is_free(&name) => {
                    self.in_macro = true;
                    self.in_macros.push(name);
                }
                TokenTree::Literal(literal) => {
                    let text = literal.to_string();
                    let mut names = text.split('{').skip(1).filter_map(|part| {
                        let end = part.find(|c: char| !c.is_alphanumeric() && c != '_')?;
                        syn::parse_str::<Ident>(&part[..end]).ok()
                    });
                    self.in_macro |= names.any(|name| self.is_free(&name));
                }
                TokenTree::Group(group) => self.read_macro(group.stream()),
                _ => {}
            }
        }
    }

    /// Whether a name looks like that of a variable from outside.
    fn is_free(&self, name: &Ident) -> bool {
        is_variable(name) && !self.bound.contains(&name.to_string())
    }
}

/// Whether what follows a name calls it.
fn is_call(next: Option<&TokenTree>) -> bool {
    matches!(next, Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis)
}

/// A `?` that leaves `closure`. It errs on the side of seeing none: where there may be another
/// function around the `?`, or a `return`, it sees nothing.
pub(crate) fn question_mark(closure: &syn::ExprClosure) -> Option<Span> {
    let mut found = None;
    let is_plain = find_question_mark(closure.body.to_token_stream(), &mut found);
    found.filter(|_| is_plain)
}

/// Looks for a `?` in `tokens`, and returns whether nothing else in them may be left by it.
fn find_question_mark(tokens: TokenStream, found: &mut Option<Span>) -> bool {
    tokens.into_iter().all(|token| match token {
        TokenTree::Group(group) => find_question_mark(group.stream(), found),
        TokenTree::Punct(sign) if sign.as_char() == '?' => {
            found.get_or_insert(sign.span());
            true
        }
        TokenTree::Punct(sign) => sign.as_char() != '|',
        TokenTree::Ident(name) => !is_one_of(&name, &["async", "fn", "impl", "return", "try"]),
        TokenTree::Literal(_) => true,
    })
}

/// Whether the last parameter of a closure is the arena, by its name.
pub(crate) fn takes_arena(closure: &syn::ExprClosure) -> bool {
    let mut last = closure.inputs.last();
    if let Some(Pat::Type(typed)) = last {
        last = Some(&typed.pat);
    }
    matches!(last, Some(Pat::Ident(name)) if name.ident == "arena" || name.ident == "_arena")
}

/// Whether nothing in a closure says what its result or the error of its result is: it ends with
/// `Ok(..)` or never, and every `return` in it returns `Ok(..)`.
pub(crate) fn leaves_error_open(closure: &syn::ExprClosure) -> bool {
    matches!(closure.output, ReturnType::Default)
        && is_open(&closure.body)
        && returns_ok(closure.body.to_token_stream())
}

/// Whether the value of an expression is written as `Ok(..)`, or is none.
fn is_open(expr: &Expr) -> bool {
    match expr {
        Expr::Block(block) if block.label.is_none() => is_open_block(&block.block),
        Expr::Group(group) => is_open(&group.expr),
        Expr::Paren(paren) => is_open(&paren.expr),
        Expr::If(branches) => {
            let other = branches.else_branch.as_ref();
            is_open_block(&branches.then_branch) && other.is_some_and(|(_, other)| is_open(other))
        }
        Expr::Match(arms) => arms.arms.iter().all(|arm| is_open(&arm.body)),
        Expr::Call(call) => matches!(&*call.func, Expr::Path(path) if path.path.is_ident("Ok")),
        Expr::Macro(called) => never_returns(&called.mac),
        _ => false,
    }
}

fn is_open_block(block: &syn::Block) -> bool {
    match block.stmts.last() {
        Some(Stmt::Expr(last, None)) => is_open(last),
        Some(Stmt::Macro(last)) => never_returns(&last.mac),
        _ => false,
    }
}

/// Whether it is one of the macros of the standard library that panic.
fn never_returns(called: &syn::Macro) -> bool {
    let panics = |name: &Ident| is_one_of(name, &["todo", "unimplemented", "unreachable", "panic"]);
    called.path.segments.last().is_some_and(|last| panics(&last.ident))
}

/// Whether each `return` in `tokens` returns `Ok(..)`.
fn returns_ok(tokens: TokenStream) -> bool {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    tokens.iter().enumerate().all(|(index, token)| match token {
        TokenTree::Group(group) => returns_ok(group.stream()),
        TokenTree::Ident(name) if name == "return" => {
            let value = tokens[index + 1..].iter().take_while(|token| !is_end(token));
            let value: Vec<&TokenTree> = value.collect();
            matches!(value.as_slice(), [TokenTree::Ident(ok), TokenTree::Group(_)] if *ok == "Ok")
        }
        _ => true,
    })
}

/// Whether a token ends an expression.
fn is_end(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if matches!(punct.as_char(), ';' | ','))
}

/// Whether what follows a name assigns to it: `=`, `+=`, `<<=`, but not `==`, `<=` or `=>`.
fn is_assigned(after: &[TokenTree]) -> bool {
    let sign: String = after
        .iter()
        .map_while(|token| match token {
            TokenTree::Punct(punct) => Some(punct.as_char()),
            _ => None,
        })
        .take(3)
        .collect();
    let sign = sign.trim_end_matches(['-', '!', '*', '&', '|']);
    let one_sign = ["=", "+=", "-=", "*=", "/=", "%=", "^=", "&=", "|=", "<<=", ">>="];
    one_sign.contains(&sign)
}

/// Whether `&mut` stands before a name.
fn is_borrowed_mutably(before: &[TokenTree]) -> bool {
    matches!(before, [.., TokenTree::Punct(and), TokenTree::Ident(r#mut)]
        if and.as_char() == '&' && *r#mut == "mut")
}

fn is_one_of(name: &Ident, names: &[&str]) -> bool {
    names.iter().any(|other| name == other)
}

/// Types whose names look like those of variables.
const TYPES: &[&str] = &[
    "bool", "char", "str", "f32", "f64", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16",
    "i32", "i64", "i128", "isize",
];

/// Whether a name looks like that of a variable.
fn is_variable(name: &Ident) -> bool {
    if name == "self" {
        return true;
    }
    !is_one_of(name, TYPES)
        && syn::parse2::<Ident>(name.to_token_stream()).is_ok()
        && name.to_string().starts_with(|first: char| first.is_lowercase() || first == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn captures(closure: &str) -> (String, String) {
        let captures = Captures::of(&syn::parse_str(closure).unwrap());
        let names =
            |names: &[Ident]| names.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        (names(&captures.used), names(&captures.changed))
    }

    #[test]
    fn variables_from_outside_are_seen() {
        assert_eq!(captures("|n| n > least").0, "least");
        assert_eq!(captures("|word| !stop.contains(word)").0, "stop");
        assert_eq!(captures("|n| { let m = n + offset; m * factor }").0, "offset factor");
        assert_eq!(captures("|(a, b)| [a, b, c]").0, "c");
        assert_eq!(captures("|n| n > self.least").0, "self");
    }

    #[test]
    fn what_is_bound_inside_is_not_from_outside() {
        for closure in [
            "|line| line.len()",
            "|n| match n { Some(m) if m > 1 => m, None => 0, other @ Some(_) => f::<u8>() }",
            "|n| { for m in n { drop::<u8>(m) } }",
            "|n| n.iter().map(|m| m + 1).sum::<u32>()",
            "|n| if let Some(m) = n { m } else { 0 }",
            "|n| { let mut m; m = n; m += 1; m }",
            "|n| Point { x: n, ..Point::default() }",
            "|n| println!(\"{n} {}\", outside)",
        ] {
            let (used, changed) = captures(closure);
            assert!(changed.is_empty(), "{closure}: {changed}");
            let allowed = ["x", ""];
            assert!(allowed.contains(&used.as_str()), "{closure}: {used}");
        }
    }

    #[test]
    fn variables_in_macros_are_looked_for() {
        let in_macro = |closure| Captures::of(&syn::parse_str(closure).unwrap()).in_macro;
        assert!(in_macro("|n| format!(\"{name}{n}\")"));
        assert!(in_macro("|n| println!(\"{}\", name)"));
        assert!(!in_macro("|n| format!(\"{n} {{}} {:?}\", n)"));
    }

    #[test]
    fn what_is_called_is_no_value() {
        let captures = Captures::of(&syn::parse_str("|n| parse(n, base)").unwrap());
        assert_eq!(captures.values, ["base"]);
    }

    #[test]
    fn a_question_mark_may_belong_to_something_inside() {
        let leaves = |closure| question_mark(&syn::parse_str(closure).unwrap()).is_some();
        assert!(leaves("|l| l.parse::<u32>()?"));
        assert!(leaves("|l| { let n = l.parse::<u32>()?; n + 1 }"));
        assert!(!leaves("|l| l.parse::<u32>().ok()"));
        assert!(!leaves("|l| (l, l.iter().filter_map(|n| Some(n? + 1)).count())"));
        assert!(!leaves("|l| { if l.is_empty() { return None; } Some(l.first()?) }"));
    }

    #[test]
    fn an_open_error_is_one_that_only_question_marks_give() {
        let is_open = |closure: &str| leaves_error_open(&syn::parse_str(closure).unwrap());
        for closure in [
            "|b| Ok(())",
            "|b| { f(b)?; Ok(()) }",
            "|b| { if b.is_empty() { return Ok(()); } Ok(()) }",
            "|b| if a { Ok(()) } else { f(b)?; Ok(()) }",
            "|b| match b { 0 => Ok(()), _ => { f(b)?; Ok(()) } }",
            "|b| todo!()",
            "|b| { f(b); std::panic!(\"{b}\"); }",
            "|b| match b { 0 => Ok(()), _ => unreachable!() }",
        ] {
            assert!(is_open(closure), "{closure}");
        }
        for closure in [
            "|b| f(b)",
            "|b| { f(b)?; g(b) }",
            "|b| { f(b)?; Ok::<(), Error>(()) }",
            "|b| { if x { return Err(y); } Ok(()) }",
            "|b| -> Result<(), Error> { Ok(()) }",
            "|b| println!(\"{b}\")",
            "|b| if a { Ok(()) } else { Err(b) }",
        ] {
            assert!(!is_open(closure), "{closure}");
        }
    }

    #[test]
    fn changes_are_seen() {
        for (closure, changed) in [
            ("|n| { total += n; total }", "total"),
            ("|n| last = n", "last"),
            ("|n| { last = -n; }", "last"),
            ("|n| { last = !n; flags |= 1; bits <<= 2 }", "last flags bits"),
            ("|n| n.add_to(&mut total)", "total"),
            ("|n| { *slot = n; cell.set(n); array[0] = n; state.total += n }", ""),
            ("|n| n == total || n <= total || total >= n || total != n", ""),
            ("|n| match total { 0 => n, _ => total }", ""),
            ("|n| { mac!(total = 1); n }", ""),
        ] {
            assert_eq!(captures(closure).1, changed, "{closure}");
        }
    }
}
