//! Modules in which the usual names mean something else or do not exist.

/// A module whose types have the names of the standard prelude.
mod shadowed {
    use std::result::Result::Ok;

    use streamdsl::prelude::{Collected, stream};

    #[derive(Debug)]
    pub(super) struct Vec;
    #[derive(Debug)]
    pub(super) enum Option {
        Some,
        None,
    }
    pub(super) use self::Option::{None, Some};
    pub(super) type Result = std::result::Result<(), streamdsl::Error>;
    #[derive(Debug)]
    pub(super) struct Box;
    #[derive(Debug)]
    pub(super) struct String;
    pub(super) trait Iterator {}
    pub(super) trait IntoIterator {}
    pub(super) trait Clone {}
    pub(super) trait Fn {}
    pub(super) trait Drop {}
    pub(super) fn drop<T: Iterator + IntoIterator + Clone + Fn + Drop>(_: &T) {}
    #[expect(non_camel_case_types)]
    pub(super) struct u16;
    #[expect(non_camel_case_types)]
    pub(super) struct usize;
    #[expect(non_camel_case_types)]
    pub(super) struct str;

    impl Iterator for Vec {}
    impl IntoIterator for Vec {}
    impl Clone for Vec {}
    impl Fn for Vec {}
    impl Drop for Vec {}

    #[test]
    fn a_program_needs_no_name_of_the_standard_prelude() -> Result {
        drop(&Vec);
        let _ = (Box, String, Some, None, u16, usize, str);
        let words = Collected::new();
        let counts = Collected::new();
        streamdsl::testing::run(stream! {
            batch_interval = 1s;
            let words = memory([["a b", "a"], ["b", "b"]])
                |> flat_map(|line| line.split(' '))
                |> filter(|word| !word.is_empty());
            words |> window(2s, 1s) |> collect(&words);
            words |> reduce_by_key(+) |> window(2s, 2s) |> collect(&counts);
        })?;
        assert_eq!(words.len(), 2);
        assert_eq!(counts.sorted_batches(), [[("a".to_owned(), 2), ("b".to_owned(), 3)]]);
        Ok(())
    }
}

/// A module that imports nothing of the library.
mod without_prelude {
    #[test]
    fn a_program_needs_no_prelude_of_the_library() -> streamdsl::Result<()> {
        let lengths = streamdsl::sink::Collected::new();
        let job = streamdsl::stream! {
            memory([["a b", "c"]])
                |> flat_map(streamdsl::functions::split)
                |> map(str::len)
                |> reduce(+)
                |> collect(&lengths)
        };
        streamdsl::testing::run(job)?;
        assert_eq!(lengths.records(), [3]);
        Ok(())
    }
}

/// A module without Rust's prelude, in which not even `From` is in scope.
#[no_implicit_prelude]
mod bare {
    use ::std::assert_eq;
    use ::std::clone::Clone;
    use ::std::result::Result::Ok;
    use ::streamdsl::prelude::{Collected, Key, Record, stream};

    #[derive(Clone, Key)]
    enum Kind {
        Good,
        Bad,
    }

    #[derive(Clone, Key)]
    struct Place {
        kind: Kind,
        row: u32,
    }

    #[derive(Clone, Record)]
    struct Seen {
        times: u64,
    }

    #[derive(Clone, Record)]
    enum Never {}

    #[allow(clippy::needless_pass_by_value)] // a combiner takes values
    fn both(a: Seen, b: Seen) -> Seen {
        Seen { times: a.times + b.times }
    }

    #[test]
    fn derives_need_no_prelude() -> ::streamdsl::Result<()> {
        let seen = Collected::new();
        let place = |kind| Place { kind, row: 1 };
        let never: ::std::option::Option<Never> = ::std::option::Option::None;
        let records =
            [(place(Kind::Good), Seen { times: 1 }), (place(Kind::Bad), Seen { times: 2 })];
        let job = stream! {
            memory([records])
                |> filter(|_| never.is_none())
                |> map(|(place, seen)| (place.kind.clone(), seen))
                |> reduce_by_key(both)
                |> window(2s, 1s)
                |> map(|(_, seen)| seen.times)
                |> reduce(+)
                |> collect(&seen)
        };
        ::streamdsl::testing::run(job)?;
        assert_eq!(seen.records(), [3]);
        Ok(())
    }
}
