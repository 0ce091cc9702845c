"""What functions are given by name: every rule of pypeln's, and what goes beyond."""

import unittest

from driver import DONE, pack
from injection import InjectionCase


class InjectionTests(InjectionCase):
    # f

    def test_f_names_worker_info(self):
        source = """
@transform
def f(x, worker_info):
    return [worker_info.index, worker_info.kind, worker_info.stage, worker_info.restarts, type(worker_info).__name__]
"""
        info = {"index": 3, "kind": "thread", "stage": "s", "restarts": 2, "later": 1}
        self.assertEqual(self.value(source, worker_info=info), [3, "thread", "s", 2, "WorkerInfo"])

    def test_f_names_element_index_which_is_a_tuple(self):
        source = """
@transform
def f(x, element_index):
    return [type(element_index).__name__, *element_index]
"""
        self.assertEqual(self.value(source, indices=[(4, 5)]), ["tuple", 4, 5])

    def test_f_names_keys_of_on_starts_dict_in_any_order(self):
        source = """
def start():
    return dict(a="A", b="B", c="C")

@transform(on_start=start)
def f(x, c, worker_info, a, element_index):
    return [x, a, c, worker_info.index, element_index]
"""
        self.assertEqual(self.value(source, indices=[(7,)]), [1, "A", "C", 0, [7]])

    def test_f_with_kwargs_is_given_nothing_by_them(self):
        source = """
@transform(on_start=lambda: dict(a=1))
def f(x, **kwargs):
    return kwargs
"""
        self.assertEqual(self.value(source), {})

    def test_the_first_argument_is_the_element_whatever_its_name(self):
        source = """
@transform(on_start=lambda: dict(x="wrong", y="right"))
def f(x, y):
    return [x, y]
"""
        self.assertEqual(self.value(source), [1, "right"])

    def test_a_default_stands_where_there_is_nothing(self):
        source = """
@transform(on_start=lambda: dict(a=1))
def f(x, a=2, b=3):
    return [a, b]
"""
        self.assertEqual(self.value(source), [1, 3])

    def test_on_starts_worker_info_goes_before_the_workers_own(self):
        source = """
@transform(on_start=lambda: dict(worker_info="mine", element_index="mine"))
def f(x, worker_info, element_index):
    return [worker_info, element_index]
"""
        self.assertEqual(self.value(source, indices=[(0,)]), ["mine", [0]])

    def test_special_names_are_injected_also_where_they_are_keyword_only(self):
        source = """
@transform
def f(x, *, worker_info, element_index):
    return [worker_info.index, element_index]
"""
        self.assertEqual(self.value(source, indices=[(9,)]), [0, [9]])

    def test_resources_are_injected_and_on_start_goes_before_them(self):
        source = """
@transform(on_start=lambda users: dict(places=users + 1))
def f(x, users, places, worker_info):
    return [users, places, worker_info.index]
"""
        resources = {"users": 5, "places": "wrong", "worker_info": "wrong", "other": 0}
        self.assertEqual(self.value(source, resources=resources), [5, 6, 0])

    def test_a_name_that_there_is_nothing_for_is_refused_before_any_element(self):
        source = """
@transform(on_start=lambda: dict(db_session=1))
def f(x, db_sesion, y=1):
    return 1
"""
        self.assertEqual(
            self.refusal(source, resources={"users": 1}),
            "f names db_sesion, for which there is nothing; it can name: db_session, element_index, users, worker_info\n"
            "What a spec gives stands behind a `*`: def f(x, *, db_sesion)",
        )

    def test_the_way_out_names_all_that_are_missing_and_no_more(self):
        source = "@transform\ndef f(row, factor, worker_info, offset, unit='m'):\n    return 1"
        self.assertIn("def f(row, *, factor, offset)", self.refusal(source))
        source = "@transform(on_start=lambda model: None)\ndef f(x):\n    return 1"
        self.assertIn("stands behind a `*`: def on_start(*, model)", self.refusal(source))

    def test_stage_status_is_not_for_f(self):
        said = self.flaw("@transform\ndef f(x, stage_status):\n    return 1")
        self.assertEqual(
            said,
            "transform f: f names stage_status, for which there is nothing; it can name: element_index, worker_info",
        )

    def test_positional_only_arguments_cannot_be_injected(self):
        source = "@transform(on_start=lambda: dict(a=1))\ndef f(x, a, /):\n    return 1"
        self.assertIn("f takes a by position only, not by name: leave the `/` out", self.flaw(source))

    def test_the_dict_is_not_changed_and_not_shared(self):
        source = """
shared = {"a": 1}

def done():
    print(sorted(shared))

@transform(on_start=lambda: shared, on_done=done)
def f(x, a, worker_info):
    return worker_info.index
"""
        self.assertEqual(self.value(source), 0)
        self.assertEqual(self.log, "['a']\n")

    # on_start

    def test_on_start_names_worker_info_or_nothing(self):
        source = """
@transform(on_start=lambda worker_info: dict(a=worker_info.index))
def f(x, a):
    return a
"""
        info = {"index": 2, "kind": "process", "stage": "s", "restarts": 0}
        self.assertEqual(self.value(source, worker_info=info), 2)

    def test_on_start_may_return_none(self):
        self.assertEqual(self.value("@transform(on_start=lambda: None)\ndef f(x):\n    return x"), 1)

    def test_on_start_may_return_nothing_else(self):
        for result, name in (("[]", "list"), ("1", "int"), ("dict", "type")):
            with self.subTest(result=result):
                reason = self.refusal(f"@transform(on_start=lambda: {result})\ndef f(x):\n    return x")
                self.assertEqual(reason, f"on_start returned a value of type {name}, not a dict or None")

    def test_a_key_that_is_no_name_is_refused(self):
        reason = self.refusal("@transform(on_start=lambda: {1: 2})\ndef f(x):\n    return x")
        self.assertEqual(reason, "on_start returned a dict with the key 1, which is no name")

    def test_on_start_cannot_name_what_comes_later(self):
        source = "@transform(on_start=lambda %s: None)\ndef f(x):\n    return x"
        said = "on_start names %s, for which there is nothing; it can name: worker_info"
        for name in ("element_index", "stage_status"):
            with self.subTest(name=name):
                self.assertEqual(self.flaw(source % name), "transform f: " + said % name)
        self.assertEqual(self.refusal(source % "anything").split("\n")[0], said % "anything")

    # What only the spec can have

    def test_a_name_that_nothing_of_the_plugin_fills_is_asked_of_the_spec(self):
        one_line = "@transform(on_start=lambda: dict(b=1))\ndef f(x, a, b, c=1, *, d):\n    return x"
        hook = "def start(z):\n    if z:\n        return dict(a=1)\n    def no():\n        return {}\n    return {'b': 2}\n\n"
        for source, names in (
            ("@transform\ndef f(x, users, worker_info, element_index):\n    return x", ["users"]),
            ("@transform(on_done=lambda stage_status, log: None)\ndef f(x):\n    return x", ["log"]),
            (one_line, ["a"]),
            (hook + "@transform(on_start=start)\ndef f(x, a, b, c):\n    return x", ["z", "c"]),
            ("@transform(resources=[{'name': 'u', 'type': 'table'}])\ndef f(x, u, v):\n    return x", ["u", "v"]),
        ):
            with self.subTest(source=source):
                self.assertEqual([each["name"] for each in self.resources(source)], names)

    def test_a_dict_whose_keys_nobody_can_see_may_fill_any_name(self):
        for body in (
            "{**other()}", "dict(other())", "dict([('a', 1)])", "other()", "locals()", "{key: 1}",
            "{'a': 1} if key else None",
        ):  # fmt: skip
            source = f"key = 'a'\ndef other():\n    return {{'a': 1}}\ndef start():\n    return {body}\n"
            with self.subTest(body=body):
                source += "@transform(on_start=start)\ndef f(x, a):\n    return x"
                self.assertEqual(self.resources(source), [])
        # Two on one line, and one that is wrapped.
        two = "@transform(on_start=lambda: dict(b=1), on_done=lambda: dict(c=1))\ndef f(x, a):\n    return x"
        self.assertEqual(self.resources(two), [])
        wrapped = (
            "import functools\ndef add(g):\n    @functools.wraps(g)\n    def h():\n        return {**g(), 'a': 1}\n    return h\n"
            "@on_start\n@add\ndef start():\n    return dict(b=1)\n@transform\ndef f(x, a, b):\n    return [a, b]"
        )
        self.assertEqual(self.value(wrapped), [1, 1])

    def test_a_hook_that_is_a_generator_is_refused(self):
        for hook in ("on_start", "on_done"):
            for head in ("def", "async def"):
                source = f"{head} hook():\n    yield\n@transform({hook}=hook)\ndef f(x):\n    return x"
                with self.subTest(hook=hook, head=head):
                    self.assertIn(
                        f"transform f: {hook} has a `yield`, so that a call of it runs nothing: ", self.flaw(source)
                    )
        source = "def g():\n    yield\n@transform(on_done=lambda: g())\ndef f(x):\n    return x"
        process = self.worker(source)
        process.start("f")
        process.send(pack(5, b"{}"))
        self.assertIn("on_done returned a generator, which nobody runs", process.refused())

    def test_what_on_start_raises_is_refused_with_its_traceback(self):
        source = """
def connect():
    raise ConnectionError("nobody there")

def start():
    connect()

@transform(on_start=start)
def f(x):
    return x
"""
        reason = self.refusal(source)
        self.assertIn("on_start: ConnectionError: nobody there\n", reason)
        self.assertRegex(reason, r"plugin_under_test.py:7 in start: connect\(\)\n")
        self.assertRegex(
            reason, r'plugin_under_test.py:4 in connect: raise ConnectionError\("nobody there"\)$'
        )

    def test_on_start_is_called_once_before_the_first_element(self):
        source = """
def start():
    print("start")

def done():
    print("done")

@transform(on_start=start, on_done=done)
def f(x):
    print("f", x)
    return x
"""
        process = self.worker(source)
        process.start("f")
        process.batch(0, [b"1"])
        process.batch(1, [b"2"])
        process.collect(2)
        process.finish()
        self.assertEqual(process.logged(), "start\nf 1\nf 2\ndone\n")

    # on_done

    def test_on_done_names_stage_status_worker_info_and_keys(self):
        source = """
def done(a, stage_status, worker_info):
    s = stage_status
    print(a, worker_info.index, s.done, s.active_workers, s.last, s.elements_in, s.elements_out, s.failed)

@transform(on_start=lambda: dict(a="A"), on_done=done)
def f(x):
    return x
"""
        process = self.worker(source)
        process.start("f")
        status = {"active_workers": 2, "done": False, "last": False, "in": 10, "out": 9, "failed": 1}
        self.assertEqual(process.finish(**status), 0)
        self.assertEqual(process.logged(), "A 0 False 2 False 10 9 1\n")

    def test_on_done_with_kwargs_is_given_nothing_by_them(self):
        source = """
@transform(on_start=lambda: dict(a="A"), on_done=lambda **kwargs: print(kwargs))
def f(x):
    return x
"""
        self.assertEqual(self.value(source), 1)
        self.assertEqual(self.log, "{}\n")

    def test_a_name_that_on_done_cannot_have_is_refused_at_the_start(self):
        source = """
@transform(on_start=lambda: dict(a="A"), on_done=lambda b: None)
def f(x):
    return x
"""
        self.assertEqual(
            self.refusal(source),
            "on_done names b, for which there is nothing; it can name: a, stage_status, worker_info\n"
            "What a spec gives stands behind a `*`: def on_done(*, b)",
        )
        self.assertIn(
            "on_done names element_index", self.refusal(source.replace("lambda b", "lambda element_index"))
        )

    def test_what_on_done_raises_is_refused_with_its_traceback(self):
        source = """
def done():
    return {}["key"]

@transform(on_done=done)
def f(x):
    return x
"""
        process = self.worker(source)
        process.start("f")
        process.send(pack(DONE, b"{}"))
        reason = process.refused()
        self.assertIn("on_done: KeyError: 'key'\n", reason)
        self.assertIn('in done: return {}["key"]', reason)
        self.assertEqual(process.close(), 1)

    # Hooks of a module, async hooks

    def test_hooks_of_the_module_hold_for_transforms_that_name_none(self):
        source = """
@on_start
def start():
    return dict(a="module's")

@on_done
def done(a):
    print("done", a)

@transform
def f(x, a):
    return a

@transform(on_start=lambda: dict(a="own"))
def g(x, a):
    return a
"""
        self.assertEqual(self.value(source), "module's")
        self.assertEqual(self.log, "done module's\n")
        self.assertEqual(self.value(source, "g"), "own")
        self.assertEqual(self.log, "done own\n")

    def test_hooks_may_stand_below_the_transforms(self):
        source = """
@transform(parameters={"url": "Where it is."})
def f(x, a):
    return a

@on_start
def start(*, url: str):
    return dict(a=url)
"""
        self.assertEqual(self.value(source, arguments={"url": "here"}), "here")

    def test_hooks_may_be_async_for_functions_that_are_not_and_that_are(self):
        hooks = """
import asyncio

async def start(worker_info):
    await asyncio.sleep(0)
    return dict(loop=asyncio.get_running_loop())

async def done(loop):
    await asyncio.sleep(0)
    print(loop is asyncio.get_running_loop())
"""
        for source in (
            "@transform(on_start=start, on_done=done)\ndef f(x, loop):\n    return x",
            "@transform(on_start=start, on_done=done)\nasync def f(x, loop):\n    assert loop is asyncio.get_running_loop()\n    return x",
        ):
            with self.subTest(source=source):
                self.assertEqual(self.value(hooks + source), 1)
                self.assertEqual(self.log, "True\n")

    def test_hooks_of_async_functions_run_inside_the_loop(self):
        source = """
import asyncio

def start():
    return dict(loop=asyncio.get_running_loop())

@transform(on_start=start)
async def f(x, loop):
    return loop is asyncio.get_running_loop()
"""
        self.assertIs(self.value(source), True)


if __name__ == "__main__":
    unittest.main()
