"""What is inferred of a function, and what the manifest says of it."""

import datetime
import pathlib
import re
import sys
import unittest
from typing import (
    Any,
    AsyncIterator,
    Dict,
    Generator,
    Iterable,
    Iterator,
    List,
    Literal,
    Mapping,
    Optional,
    Sequence,
    Tuple,
    TypedDict,
    Union,
)  # fmt: skip

from driver import SOURCES

sys.path.insert(0, str(SOURCES))

from swpipe_plugin import DeclarationError  # noqa: E402
from swpipe_plugin.declaration import Options, declare  # noqa: E402
from swpipe_plugin.docstring import documentation  # noqa: E402

ALL = ["map", "filter", "flat_map", "each"]


def manifest(function, name=None, **options):
    return declare(function, name, Options(**options)).manifest()


class Order(TypedDict):
    amount: int


def annotated(result, element=None):
    def f(x):
        pass

    f.__annotations__ = {"return": result, **({"x": element} if element else {})}
    return f


class OperatorTests(unittest.TestCase):
    def test_all_where_nothing_is_annotated(self):
        self.assertEqual(manifest(lambda x: x, "f")["operators"], ALL)
        self.assertEqual(manifest(annotated(Any))["operators"], ALL)
        self.assertEqual(manifest(annotated(dict))["operators"], ALL)

    def test_by_the_annotation_of_the_result(self):
        for annotation, operators, gives in (
            (bool, ["filter", "map", "each"], "json"),
            (str, ["map", "filter", "each"], "text"),
            (bytes, ["map", "filter", "each"], "text"),
            (Optional[str], ["map", "filter", "each"], "text"),
            (int, ["map", "filter", "each"], "json"),
            (None, ALL, "json"),
            (list, ["flat_map", "map", "filter", "each"], "json"),
            (List[int], ["flat_map", "map", "filter", "each"], "json"),
            (Iterable[Any], ["flat_map", "map", "filter", "each"], "json"),
            (Sequence[Dict[str, Any]], ["flat_map", "map", "filter", "each"], "json"),
            (List[str], ["flat_map", "each"], "text"),
            (Tuple[bytes, ...], ["flat_map", "each"], "text"),
            (Iterator[str], ["flat_map", "each"], "text"),
            (Iterator, ["flat_map", "each"], "json"),
            (Generator[int, None, None], ["flat_map", "each"], "json"),
            (AsyncIterator[bytes], ["flat_map", "each"], "text"),
            ("Iterator[str]", ["flat_map", "each"], "text"),
            ("Unknown[str]", ALL, "json"),
        ):
            with self.subTest(annotation=annotation):
                found = manifest(annotated(annotation))
                self.assertEqual((found["operators"], found["gives"]), (operators, gives))

    def test_a_generator_function_gives_several(self):
        def f(x):
            yield x

        async def g(x) -> AsyncIterator[str]:
            yield x

        self.assertEqual(manifest(f)["operators"], ["flat_map", "each"])
        self.assertEqual((manifest(g)["operators"], manifest(g)["gives"]), (["flat_map", "each"], "text"))
        self.refused(f, "a generator function serves flat_map and each only", operators=["map"])

    def test_named_operators_go_before_all(self):
        self.assertEqual(manifest(annotated(bool), operators=["map"])["operators"], ["map"])

    def test_takes_and_gives(self):
        for element, takes in (
            (str, "text"),
            (bytes, "text"),
            (int, "json"),
            (float, "json"),
            (bool, "json"),
            (dict, "json"),
            (list, "json"),
            (Dict[str, Any], "json"),
            (List[int], "json"),
            (Mapping[str, str], "json"),
            (Order, "json"),
            (Optional[int], "json"),
            (Union[int, float, None], "json"),
            ("Optional[Dict[str, int]]", "json"),
            (Any, "any"),
            (object, "any"),
            (Optional[str], "any"),
            (Union[str, int], "any"),
            # A str is one.
            (Sequence[str], "any"),
            ("Unknown", "any"),
        ):
            with self.subTest(element=element):
                self.assertEqual(manifest(annotated(Any, element))["takes"], takes)
        named = manifest(annotated(str, str), takes="any", gives="same")
        self.assertEqual((named["takes"], named["gives"]), ("any", "same"))

    @unittest.skipIf(sys.version_info < (3, 10), "the notation is newer")
    def test_takes_of_unions_in_the_new_notation(self):
        self.assertEqual(manifest(annotated(Any, "int | None"))["takes"], "json")
        self.assertEqual(manifest(annotated(Any, "str | int"))["takes"], "any")

    def refused(self, function, message, name="f", **options):
        with self.assertRaisesRegex(DeclarationError, re.escape(message)):
            declare(function, name, Options(**options))

    def test_what_makes_no_sense(self):
        for function, message, options in (
            (lambda: 1, "transform f: it has no positional argument for the element", {}),
            (lambda *, a: 1, "no positional argument for the element", {}),
            (lambda worker_info: 1, "the first argument is the element, but it is worker_info", {}),
            (
                lambda x: x,
                "operators has 'reduce', which is none of map, filter, flat_map, each",
                {"operators": ["reduce"]},
            ),
            (lambda x: x, "operators are to be named once each, and at least one", {"operators": []}),
            (
                lambda x: x,
                "operators are to be named once each, and at least one",
                {"operators": ["map", "map"]},
            ),
            (lambda x: x, "takes has 'xml'", {"takes": "xml"}),
            (lambda x: x, "gives has 'any'", {"gives": "any"}),
            (lambda x: x, "concurrency above 1 is for async functions", {"concurrency": 2}),
            (lambda x: x, "concurrency is at least 1", {"concurrency": 0}),
            (
                lambda x: x,
                "parameters names a, but it has no such keyword-only argument",
                {"parameters": {"a": "b"}},
            ),
            (lambda x, *, a: x, "parameter a has no typ", {"parameters": {"a": {"typ": "text"}}}),
            (lambda x, *, a: x, "parameter a has no type 'txt'", {"parameters": {"a": {"type": "txt"}}}),
        ):
            with self.subTest(message=message):
                self.refused(function, message, **options)

    def test_names(self):
        for name in ("a", "a.b", "A-1_b.c", "1"):
            self.assertEqual(manifest(lambda x: x, name)["name"], name)
        for name in ("a b", ".a", "a.", "a..b", "é", "a\n"):
            with self.subTest(name=name):
                self.refused(lambda x: x, "is no name", name=name)
        self.refused(lambda x: x, "'<lambda>' is no name", name=None)


class ParameterTests(unittest.TestCase):
    def parameters(self, function, **options):
        return {p.pop("name"): p for p in manifest(function, "f", **options)["parameters"]}

    def test_types_by_annotation(self):
        def f(x, *, a: str, b: int, c: float, d: bool, e: List[int], f: list, g: Literal["x", "y"], h: Any, i, j: dict,
              k: datetime.timedelta, l: pathlib.Path, m: re.Pattern, n: Optional[int], o: "List[str]"):  # fmt: skip
            pass

        types = {
            name: {k: v for k, v in p.items() if k != "required"} for name, p in self.parameters(f).items()
        }
        self.assertEqual(
            types,
            {
                "a": {"type": "text"}, "b": {"type": "integer"}, "c": {"type": "number"}, "d": {"type": "boolean"},
                "e": {"type": "list", "of": "integer"}, "f": {"type": "list", "of": "value"},
                "g": {"type": "choice", "choices": ["x", "y"]}, "h": {"type": "value"}, "i": {"type": "value"},
                "j": {"type": "value"}, "k": {"type": "duration"}, "l": {"type": "file"}, "m": {"type": "pattern"},
                "n": {"type": "integer"}, "o": {"type": "list", "of": "text"},
            },
        )  # fmt: skip
        self.assertTrue(all(p["required"] for p in self.parameters(f).values()))

    def test_types_by_default(self):
        def f(x, *, a="s", b=1, c=0.5, d=True, e=None, f=[1]):
            pass

        self.assertEqual(
            self.parameters(f),
            {
                "a": {"type": "text", "default": "s"}, "b": {"type": "integer", "default": 1},
                "c": {"type": "number", "default": 0.5}, "d": {"type": "boolean", "default": True},
                "e": {"type": "value"}, "f": {"type": "list", "of": "value", "default": [1]},
            },
        )  # fmt: skip

    def test_defaults_are_as_a_spec_writes_them(self):
        seconds = datetime.timedelta(seconds=1)

        def f(x, *, a=5 * seconds, b=90 * seconds, c=0 * seconds, d=seconds / 4, e=pathlib.Path("/a"), f=re.compile("x+"),
              g=10, h=1500, i=object(), j=7200 * seconds):  # fmt: skip
            pass

        found = self.parameters(f, parameters={"g": {"type": "size"}, "h": {"type": "duration"}})
        defaults = {name: p.get("default") for name, p in found.items()}
        self.assertEqual(
            defaults,
            {
                "a": "5s",
                "b": "90s",
                "c": "0ns",
                "d": "250ms",
                "e": "/a",
                "f": "x+",
                "g": "10B",
                "h": "1500ns",
                "i": None,
                "j": "2h",
            },
        )

    def test_members_of_the_manifest_can_be_given(self):
        def f(x, *, radius: float, language: str = "en"):
            """Says where.

            Args:
                radius: From the docstring.
                language: From the docstring, too.
            """

        given = {"radius": {"minimum": 0, "help": "In kilometres."}, "language": "The language of names."}
        self.assertEqual(
            self.parameters(f, parameters=given),
            {
                "radius": {"type": "number", "required": True, "help": "In kilometres.", "minimum": 0},
                "language": {"type": "text", "default": "en", "help": "The language of names."},
            },
        )
        self.assertEqual(self.parameters(f)["language"]["help"], "From the docstring, too.")

    def test_choices_are_texts(self):
        def f(x, *, a: Literal[1, 2]):
            pass

        with self.assertRaisesRegex(DeclarationError, "parameter a has choices that are no texts"):
            manifest(f)


class DocstringTests(unittest.TestCase):
    def read(self, text):
        def f():
            pass

        f.__doc__ = text
        return documentation(f)

    def test_summary_and_details(self):
        found = self.read("Does it\n    on two lines.\n\n    More,\n    and more.\n\n    Still more.\n    ")
        self.assertEqual(found.summary, "Does it on two lines")
        self.assertEqual(found.details, "More,\nand more.\n\nStill more.")

    def test_nothing(self):
        for text in (None, "", "\n  \n"):
            found = self.read(text)
            self.assertEqual((found.summary, found.details, found.parameters), ("", "", {}))

    def test_arguments_in_googles_style(self):
        found = self.read(
            """Does it.

            Details.

            Args:
                a: The first,
                    on two lines.
                b (int, optional): The second: with a colon.
                **c: The third.

            Returns:
                x: nothing

            Further details.
            """
        )
        self.assertEqual(
            found.parameters,
            {"a": "The first, on two lines.", "b": "The second: with a colon.", "c": "The third."},
        )
        self.assertEqual(found.details, "Details.\n\nFurther details.")

    def test_fields(self):
        found = self.read(
            "Does it.\n\n:param a: The first,\n    continued.\n:param int b: The second.\n:returns: x\n"
        )
        self.assertEqual(found.parameters, {"a": "The first, continued.", "b": "The second."})
        self.assertEqual(found.details, "")

    def test_a_value_has_no_docstring_of_its_own(self):
        self.assertEqual(documentation(5).summary, "")


class ManifestTests(unittest.TestCase):
    def test_a_whole_transform(self):
        def start(*, model: pathlib.Path):
            pass

        async def country(x, element_index, *, language: Literal["en", "de"] = "en") -> str:
            """Gives the country of a place.

            In **Markdown**.

            Args:
                language: The language of names.
            """

        self.assertEqual(
            manifest(country, "geo.country", on_start=start, one_worker=True, keeps_state=True,
                     concurrency=8,
                     resources=[{"name": "places", "type": "table", "optional": True}]),  # fmt: skip
            {
                "name": "geo.country",
                "summary": "Gives the country of a place",
                "details": "In **Markdown**.",
                "operators": ["map", "filter", "each"],
                "takes": "any",
                "gives": "text",
                "parameters": [
                    {"name": "language", "type": "choice", "choices": ["en", "de"], "default": "en",
                     "help": "The language of names."},
                    {"name": "model", "type": "file", "required": True},
                ],
                "resources": [{"name": "places", "type": "table", "optional": True}],
                "element_index": True,
                "concurrency": 8,
                "one_worker": True,
                "keeps_state": True,
            },
        )  # fmt: skip

    def test_what_is_said_goes_before_the_docstring(self):
        def f(x):
            """From the docstring."""

        found = manifest(f, summary="Said.", details="Also said.")
        self.assertEqual((found["summary"], found["details"]), ("Said", "Also said."))

    def test_decorated_functions_stay_what_they_are(self):
        from swpipe_plugin import on_done, on_start, transform

        def f(x: int) -> int:
            return x + 1

        self.assertIs(transform(f), f)
        self.assertIs(transform("other", operators=["map"])(f), f)
        self.assertIs(on_start(f), f)
        self.assertIs(on_done(f), f)
        self.assertEqual(f(1), 2)
        with self.assertRaisesRegex(DeclarationError, "two functions for on_start"):
            on_start(f)
        with self.assertRaisesRegex(DeclarationError, "cannot be called"):
            transform("x")(5)


if __name__ == "__main__":
    unittest.main()
