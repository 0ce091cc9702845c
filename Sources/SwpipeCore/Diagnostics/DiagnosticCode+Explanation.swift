extension DiagnosticCode {
  /// What the finding means and how to mend it, for `swpipe explain CODE` and the reference page.
  package var explanation: String {
    switch self {
    case .yamlSyntax:
      "The file is not well-formed YAML, or uses a part of YAML that a spec has no use for."
    case .yamlTab: "YAML does not allow tabs as indentation; use spaces."
    case .yamlEscape: "A double-quoted text contains an escape that YAML does not know."
    case .yamlAlias: "An alias (*name) needs an anchor (&name) earlier in the file."
    case .yamlLimit: "The file is larger, deeper or expands to more nodes than a spec may."
    case .yamlEncoding: "A spec is UTF-8 text."
    case .yamlEmpty: "The file holds no YAML document."
    case .yamlDocuments: "A spec file holds one YAML document, not several."
    case .yamlDirective:
      """
      A line that begins with `%` before the spec is a directive of YAML. There are `%YAML 1.2` \
      and `%TAG`, and a line `---` ends them; a spec needs neither.
      """
    case .invisibleCharacter:
      """
      A text without quotes begins or ends with a character that looks like a blank or like \
      nothing, such as a no-break space from a web page, or stands in typographic quotes. Both \
      are a part of the text. Delete them, or quote the text if they are meant.
      """
    case .duplicateKey: "A mapping may hold each key once."
    case .forgottenQuotes: "YAML gives this character a meaning of its own; quote the text."
    case .fileUnreadable: "The file cannot be opened or read."
    case .unsupportedVersion:
      """
      `swpipe: 1` names the version of the spec's language, and 1 is the only one so far. \
      Leave the key out or write 1.
      """
    case .wrongShape:
      """
      A mapping, a list or a scalar stands where the spec needs one of the others. The help \
      shows the form that belongs there.
      """
    case .unknownKey:
      """
      A mapping of the spec holds a key that means nothing there. Correct the spelling, or \
      remove it.
      """
    case .conflictingKeys:
      """
      Two keys say the same thing in two ways, such as `source` and `sources`. Keep one of \
      them.
      """
    case .emptySpec:
      """
      The spec declares neither a source, a stage nor a sink, so there is nothing to run. Add \
      at least one stage under `stages:`.
      """
    case .notAvailableYet:
      """
      The design of swpipe has this, but this version cannot do it yet. Remove it for now; \
      nothing is ever ignored silently.
      """
    case .missingOperator:
      """
      Each stage has one operator key (map, filter, flat_map, each, or `ordered: true` as a \
      stage of its own) that says what it does. Add one.
      """
    case .severalOperators: "A stage has exactly one operator key. Make a stage of each."
    case .unknownTransform:
      """
      No transform has this name. `swpipe list transforms` shows those there are.
      """
    case .unknownSource: "No source has this name. `swpipe list sources` shows those there are."
    case .unknownSink: "No sink has this name. `swpipe list sinks` shows those there are."
    case .unservedOperator:
      """
      Each transform serves some of the operators: `text.upper` can map but has no verdict to \
      filter by. Use one of those that the help names, or another transform.
      """
    case .missingArgument:
      """
      The component has a parameter without a default, and the spec gives no argument for it. \
      Add it; `swpipe explain NAME` shows the parameters.
      """
    case .unknownArgument:
      """
      The component has no parameter of this name. `swpipe explain NAME` shows those it has.
      """
    case .wrongType:
      """
      The value is not of the type that is needed here, such as a text in place of a number. \
      Remember that YAML reads `yes`, `010` and `1_000` as texts.
      """
    case .outOfRange:
      """
      The number lies outside the bounds that the message names. Choose one within them.
      """
    case .invalidDuration:
      """
      A duration is a number with a unit (ns, us, ms, s, m, h), or several such as `1m30s`; \
      only 0, which is off, needs none.
      """
    case .invalidSize:
      """
      A size is a number with a unit: B, KB, MB, GB, TB count in thousands; KiB, MiB, GiB, TiB \
      in 1024s.
      """
    case .unknownChoice:
      """
      Only certain words are allowed here, and this is none of them. The help lists them.
      """
    case .invalidPattern:
      """
      The regular expression does not compile. The caret stands where PCRE2 gave up.
      """
    case .invalidExpression:
      """
      The program, written in jq's language, does not compile. The caret stands under the part \
      that is wrong. In single quotes or in a `|` block a program stays as it is; without quotes YAML \
      ends it at `: ` and ` #`, and takes `{` and `[` at its start for a mapping and a list.
      """
    case .invalidTemplate:
      """
      A template is a text with paths in double braces, such as `{{ .user.id }}` or `{{ \
      $worker_info.index }}`. A literal `{{` is written `{{ "{{" }}`.
      """
    case .invalidArgument:
      """
      The component refuses this argument, or this combination of arguments, for the reason \
      that the message gives.
      """
    case .invalidId:
      """
      An id consists of letters, digits, `_`, `-` and `.`, so that it can stand in `from`, in \
      messages and in file names.
      """
    case .duplicateId:
      """
      Stages and sources share one namespace, so that `from` is never ambiguous. Give one of \
      the two another id.
      """
    case .unknownInput:
      """
      `from` names a stage or source that the spec does not have. Correct the spelling, or add \
      it.
      """
    case .readsEach:
      """
      An `each` runs its transform for the effect and gives no elements, so nothing can read \
      it. Name the stage that the `each` itself reads.
      """
    case .ambiguousInput:
      """
      With several sources nobody can tell which one the first stage, or a sink without \
      stages, reads. Say it with `from:`; a list merges them.
      """
    case .cycle:
      """
      The stages feed each other in a circle, so no element could ever enter or leave it. \
      Break it by changing one `from`.
      """
    case .unreadStage:
      """
      The stage's elements go nowhere: no stage and no sink reads it. Name it in a `from`, \
      make it an `each`, or remove it.
      """
    case .unreadSource:
      """
      The source's elements go nowhere: no stage and no sink reads it. Name it in a `from`, or \
      remove it.
      """
    case .unreadRoute:
      """
      The elements that take the route go nowhere: no stage and no sink reads it. Name it in a `from`, \
      as in `from: orders.large`, or say that its elements are dropped: \
      `large: {when: .amount > 50, discard: true}`.
      """
    case .unreachableRoute:
      """
      An element takes the first route whose condition holds, and `otherwise` always holds. No element \
      reaches a route that stands behind it, so `otherwise` comes last.
      """
    case .missingOtherwise:
      """
      No condition of the route may hold for an element. It is then dropped and counts as filtered. A \
      last route with `otherwise` takes such elements, or says that they are dropped on purpose: \
      `rest: {when: otherwise, discard: true}`.
      """
    case .typeMismatch:
      """
      Elements are text or JSON, and the reader takes only one of them. `map: json.parse` \
      turns text into JSON; a source with `format: jsonl` gives JSON at once.
      """
    case .syncWithQueue:
      """
      A sync stage runs inside the worker that feeds it: it has no workers, no queue and no \
      time limit of its own. Remove those keys, or name another kind.
      """
    case .needsOneWorker:
      """
      The transform must see all elements to do its work, as `take` must to count them, so \
      exactly one worker may run it. Remove `workers`, or use `kind: thread`.
      """
    case .statePerWorker:
      """
      What the stage does with an element depends on those that came before, and each of its \
      workers sees only a part of them: a `cache` in each lets a key through once for each worker, \
      and a `rate_limit` in each lets through so many times the rate. `scope: run` beside the \
      resource gives all workers one, and `workers: 1` gives all elements one worker. \
      `scope: worker` says that a state for each worker is what is meant.
      """
    case .unknownResource:
      """
      A scalar in `on_start` names an entry of the spec's `resources:`, and an argument that picks \
      a resource names an entry of the stage's `on_start`. Neither has one of this name.
      """
    case .unknownResourceType:
      """
      No type of resource has this name. `swpipe list resources` shows those there are.
      """
    case .unknownAction:
      """
      No action of `on_done` has this name. `swpipe list actions` shows those there are.
      """
    case .unusedResource:
      """
      The entry of `resources:` is a definition that no `on_start` refers to, so it is never \
      started. Refer to it, or remove it.
      """
    case .missingResource:
      """
      The transform or action works with a resource, and the stage's `on_start` starts none of \
      that type. Add the lines that the help shows.
      """
    case .ambiguousResource:
      """
      The stage starts several resources of the type that its transform or action works with, and \
      none has the name that it looks for. Say which one is meant, as the help shows.
      """
    case .resourceTypeMismatch:
      """
      The argument picks a resource of the stage, but one of another type than the transform or \
      action works with. Name one of the right type.
      """
    case .unservedScope:
      """
      `scope: worker` gives each worker a resource of its own, `scope: run` shares one among them \
      all. This type of resource can only have the other.
      """
    case .scopeOnProcess:
      """
      A resource with `scope: run` lives in the main process, and this type cannot serve worker \
      processes from there. Give each worker its own, or run the stage in threads or tasks.
      """
    case .needsProcess:
      """
      `memory:` limits what a worker process may allocate; other workers share the memory of the \
      main process. Add `kind: process`, or use `limits: {memory: …}` for the whole run.
      """
    case .pluginUnusable:
      """
      A plugin has to say what it offers before a spec can be checked, and this one could not be \
      found, started or understood. `swpipe plugin describe` tells more. `validate --no-plugins` \
      takes plugins on trust and starts none.
      """
    case .pluginWarning:
      """
      The plugin says itself that something in it is most likely a mistake, such as a function `on_start` of a Python \
      module that nothing calls. The message is the plugin's own.
      """
    case .pluginConflict:
      """
      A name in a spec means one transform: a built-in, else that of a declared plugin, else that of \
      an installed one. Two plugins of a spec must not offer the same name.
      """
    case .pluginsNotAsked:
      """
      The spec belongs to another user, so none of its plugins was started to ask what it offers: that would run their \
      code. Look at the spec, then say `--plugins` to ask them all the same, or `--no-plugins` to take what they offer on \
      trust without this warning.
      """
    case .notThreadSafe:
      """
      The plugin says that several threads must not be in its functions at once. With \
      `kind: process` each worker has the plugin for itself; with one worker in all there is \
      nothing to mend.
      """
    case .missingDeadLetter:
      """
      `dead_letter` sends elements that fail to the sink `dead_letter:` at the top level of the \
      spec, and there is none. Add it.
      """
    case .unusedDeadLetter:
      """
      The spec has a sink for dead letters, but no `on_error` of a stage or source sends any there. Set \
      `on_error: dead_letter` on a stage, on a source of csv or tsv, or in `defaults`, or remove the sink.
      """
    case .unservedPolicy:
      """
      The `on_error` of a source says what becomes of rows that are none: of csv or tsv, which are looked \
      into while they are read. Lines and JSON lines are not, so no policy of the source would ever come to \
      anything; put it on the stage that looks into them. A source has no `retry` either: it would read the \
      same bytes again.
      """
    case .undefinedVariable:
      """
      `${NAME}` names a variable that neither the environment nor `--set NAME=value` defines. \
      Define it, or give a default: `${NAME:-default}`.
      """
    case .invalidVariable:
      """
      After `${` comes a name, then `}`, `:-default}` or `:?message}`. A literal `${` is \
      written `$${`.
      """
    case .misplacedSecret:
      """
      A variable that `secrets:` or `--secrets` names is put where its value would be read, compared or shown: a number, a \
      duration, a name, the command of a plugin. Secrets may only be put into arguments that take a text.
      """
    case .unusedSecret:
      """
      A name in `secrets:` stands nowhere else in the spec, neither as `${NAME}` nor as `$env.NAME`. If it has a typing \
      error, the secret that is meant is hidden nowhere. A variable that is set, and that the spec's plugins or commands \
      may read from the environment themselves, needs no use.
      """
    case .pathArguments:
      """
      Paths after the spec on the command line replace its stdin or file source, so it must \
      have exactly one of these.
      """
    case .pathConflict:
      """
      A file may be written by one sink only, and not be read by the same run: give the output \
      another path. Standard input has one reader and standard output one sink, which may read \
      from several stages.
      """
    case .doubtfulScalar:
      """
      YAML 1.2 reads `yes`, `no`, `on`, `off`, `010`, `1_000` and `1:30` as texts, where older \
      YAML saw booleans and numbers. Write `true`, `false` or a plain number if that is meant, \
      and quotes if the text is. The same code warns of a text that a `#` cuts short, of a null that \
      nobody wrote, and of patterns and replacements in the notation of other tools.
      """
    case .doubtfulExpression:
      """
      The program is valid, but most likely something else was meant: `=` changes a value where `==` \
      compares two, a condition that is the same for every element keeps all or none, and \
      `// true` also replaces false.
      """
    case .unboundedQueue:
      """
      The stage waits on each element, and nothing bounds how many pile up before it but the \
      memory limit. `maxsize:` makes what feeds it wait.
      """
    case .sortsAtEnd:
      """
      Behind a merge the order of the sources can be restored only when all elements are \
      there, so `ordered: true` holds everything until the end of the input. Put it before the \
      merge if it is to stream.
      """
    case .misleadingId:
      """
      The id is the name of another transform, which will confuse whoever reads the spec or \
      its reports. Choose another.
      """
    case .repeatedPath:
      """
      The same path is listed twice, so its elements come twice. Remove one if that is not \
      meant.
      """
    case .templateInText:
      """
      The parameter takes a literal text, so the braces stay as they are. `swpipe explain \
      NAME` shows which parameters are templates.
      """
    }
  }
}
