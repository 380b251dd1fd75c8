//! Constants mean what they stand for: a scenario with constants in place of some of its literals is the same scenario.

use ipcscope_core::export::promela;
use ipcscope_core::program::Program;
use ipcscope_core::scenario::{self, TokenClass, read, tokens};
use ipcscope_tests::constants::named;
use ipcscope_tests::generate::showing;
use ipcscope_tests::traces::GALLERY;
use ipcscope_tests::{exportable, whole};

/// A program without the positions in its text.
fn program(text: &str) -> (Program, String) {
    let tree = read(text).scenario.unwrap_or_else(|| panic!("{:?}", read(text).diagnostics));
    let program = Program::new(&tree, text);
    let mut shown = String::new();
    let whole = format!("{program:?}");
    let mut rest = whole.as_str();
    while let Some((before, after)) = rest.split_once("Span { start: ") {
        shown += before;
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    (program, shown + rest)
}

/// The model for SPIN without its comments, which quote the beginnings of lines; `None` if the scenario has none.
fn model(program: &Program, text: &str) -> Option<String> {
    let model = promela::model(program, text).ok()?;
    let mut parts = model.split("/*");
    let first = parts.next().unwrap_or_default().to_string();
    Some(parts.fold(first, |model, part| model + part.split_once("*/").map_or("", |(_, behind)| behind)))
}

/// Asserts that `text` with constants in it compiles to the same program, and has the same model for SPIN.
fn is_the_same(text: &str, seed: u64) {
    let named = named(text, seed);
    showing(seed, &named.text, || {
        let (plain, plain_shown) = program(text);
        let (other, other_shown) = program(&named.text);
        assert_eq!(named.with_words(&other_shown), plain_shown);
        assert_eq!(model(&other, &named.text), model(&plain, text));
        // The printer keeps the names, and changes nothing.
        let laid_out = scenario::format(&named.text).expect("it parses");
        assert_eq!(scenario::format(&laid_out).as_deref(), Ok(laid_out.as_str()));
        assert_eq!(named.with_words(&program(&laid_out).1), program(&scenario::format(text).expect("it parses")).1);
    });
}

#[test]
fn the_gallery_with_constants_is_the_same() {
    for (name, text) in GALLERY.iter().filter(|(name, _)| *name != "constants") {
        for seed in 0..5 {
            assert!(!text.contains("constant_"), "{name}");
            is_the_same(text, seed);
        }
    }
}

#[test]
fn generated_scenarios_with_constants_are_the_same() {
    for seed in 0..400 {
        is_the_same(&whole::text(seed), seed);
        is_the_same(&exportable::text(seed), seed);
    }
}

/// The gallery's scenario, and the same with its values written out by hand.
#[test]
fn the_gallerys_scenario_has_the_model_of_its_values() {
    let text = GALLERY.iter().find(|(name, _)| *name == "constants").expect("it is there").1;
    let values = [("N", "3"), ("M", "2"), ("K", "2"), ("produce", "2ms"), ("consume", "5ms")];
    let (mut plain, mut last, mut is_declared) = (String::new(), 0, false);
    for (span, class) in tokens(text) {
        let word = &text[span.range()];
        let value = values.iter().find(|(name, _)| class == TokenClass::Word && *name == word).map(|(_, value)| *value);
        is_declared |= word == "const";
        plain += &text[last..span.range().start];
        // In place of a declaration stands a comment, so that all lines keep their numbers.
        plain += match (word, value) {
            ("const", _) => "#",
            _ => value.filter(|_| !plain.rsplit('\n').next().unwrap_or_default().starts_with('#')).unwrap_or(word),
        };
        last = span.range().end;
    }
    plain += &text[last..];
    assert!(is_declared);
    let [(with_names, _), (with_values, _)] = [program(text), program(&plain)];
    let models = [model(&with_names, text), model(&with_values, &plain)];
    assert!(models[0].is_some());
    assert_eq!(models[0], models[1]);
}
