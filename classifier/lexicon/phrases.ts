/**
 * Phrases that decide or qualify, by what they say. `a|b` are alternatives, `_` is any one word,
 * `...` is up to three words.
 */
export const PHRASES = {
  irreversible: `cannot|can't|cant be undone, can not be undone, cannot|can't be reversed|recovered|restored|reverted,
    not reversible, not recoverable, irreversible, irreversibly, unrecoverable,
    permanently delete|deletes|remove|removes|erase|erases|destroy|destroys|deleted|removed|lost|deleting|removing|purge|purges|clear|clears|drop|drops|revoke|revokes,
    permanently and irreversibly, no undo, data loss, will be lost, destructive operation|action,
    this is destructive, cannot be resumed`,
  willBeLost: `will|would be permanently deleted|removed|erased|lost,
    will be deleted|erased|wiped|dropped|purged|destroyed|overwritten|lost,
    and all its|their data|contents|content|items|records|history|resources|associated, and all of its,
    remove all data, deletes all, delete all, removes all, discarding all|any, changes will be lost,
    are lost, is lost, all data will, existing data will, existing content will,
    discarding newer|changes|uncommitted|unsaved|the, discards all`,
  reversible: `reversible, can be restored|recovered|undone|reverted|reactivated|reenabled|unarchived,
    can be re enabled|uploaded|added|created, be undone with|by|using, move|moves|moved to _ trash,
    move|moves|moved to trash, move|moves|moved _ to trash, to the trash, to trash, recycle bin,
    soft delete|deletes|deleted|deletion, soft deleting, restorable, can re upload, can restore,
    recoverable, not permanent, not permanently, recover it, restore it later, restored later,
    restore later, unstage|unstages`,
  readOnly: `read only, readonly, does not modify|change|alter|write|create|delete|mutate|make,
    doesn't modify|change|alter, no side effects, side effect free,
    without modifying|changing|altering|executing, only select, select only, select queries only,
    select statements only, only read, non destructive, nondestructive, no changes are made,
    makes no changes, never modifies|writes|changes, mutations are rejected, read access only,
    only queries are accepted, safe to call, only allows select, select query, select statement,
    select queries, not modify, will not modify|change, read query|queries, read cypher|sql query,
    read cypher|sql queries, a select query`,
  overwrites: `overwriting current|all|everything, completely overwrite|overwrites|replace|replaces,
    overwrite|overwrites existing, overwrite|overwrites an|the|any existing|entire|whole|current,
    overwriting any|existing|the, will overwrite, overwrites, will be overwritten,
    replace|replaces the entire|whole|full, replace|replaces entire|all, replaces _ entire|whole,
    replace|replaces all existing|current|of, entire content|contents of, overwritten,
    full replace|replacement, replaces everything, replaces the existing|current,
    replace _ full|entire|whole|complete`,
  confined: `virtual environment, virtualenv, venv, container, in a docker, sandbox, sandboxed, isolated,
    in a secure, jupyter, notebook, kernel, ipython, test project, code interpreter, deno, pyodide, wasm,
    webassembly, e2b, in _ browser, browser context, page context, current page, in the page,
    dev container, devcontainer, microvm, firecracker, ephemeral, restricted environment, safe environment,
    restricted python, allowed commands, whitelisted commands, allowlisted, whitelisted, pod, repl, colab,
    godot editor, test database, temporary branch, development database, emulator, lambda, browser,
    on page, on the page, page or element`,
  host: `on the host, host machine, host system, local machine, local system, your machine, operating system,
    on the system, remote server, arbitrary, any command, shell, terminal, command line, production`,
  bulk: `bulk, batch, in bulk, multiple _ at once, multiple, many, all _ at once, mass, wildcard, several,
    all items, all records, all files, all messages, all notifications, all users, recursively, recursive,
    entire, every, up to _ items, array of, list of ids, one or more, all`,
  bulkStrong: `bulk, in bulk, mass, wildcard, multiple _ at once, multiple, batch, many _ at once, several,
    across all, all at once, up to _ items|records|updates, for all, all matching, all existing,
    update many, delete many, all documents|records|rows|entries`,
  localFiles: `file system, filesystem, local file|files|disk|path|directory|project|filesystem|machine|copy,
    absolute path, allowed directories, on disk, to disk, from disk, file path, filepath, output path,
    output directory, to a file, to file, as a file, save path, working directory, directory path,
    path to _ file, relative path, workspace root`,
  savesFile: `save|saves|saved|saving ... to ... file|disk|path|directory|folder,
    save|saves|write|writes it|them|result|results|output|image|images|file|files ... to,
    save|saves ... locally, saved locally, to your local, to the local, to local,
    write|writes to disk|file|a, stored locally, save|saves as,
    download|downloads ... to ... path|directory|folder|file|disk, output file|path|directory,
    export|exports to ... file|path, creates a file|pdf, and save|saves, and import|imports,
    downloads and saves|installs|imports, to a local path|directory|folder|file, to a directory|folder,
    to the specified|given path|directory|folder|file`,
  command: `shell command, terminal command,
    arbitrary command|commands|code|python|javascript|shell|script|scripts|sql, system command|commands,
    command line, bash command, cli command|commands, any command, raw sql, arbitrary queries`,
  rawApi: `raw api, any api endpoint, arbitrary api|http|https|rest|graphql|request|requests|endpoint,
    custom api|http request|requests|call, any endpoint, any operation, raw http, raw request, raw graphql,
    make|makes|send|sends|perform|performs|execute|executes a|an http|https|api|rest request|call,
    make|makes|send|sends api|http|rest request|requests|calls, any method, any http method,
    graphql mutation|mutations, universal tool, any service, any tool, execute a tool, invoke any,
    call any, generic api, api passthrough, any mcp tool, any rest`,
  explainAnalyze: `explain analyze, explain analyse`,
  ownState: `current session, this session, in the current session, the current user only, own session, your own,
    note to self, working memory, scratchpad, in memory, in-memory graph, session only,
    for this conversation, this conversation, for the session, session state, current api user,
    to yourself, editor state, ui state, client side only, does not persist, not persisted, ephemeral,
    local session, server local`,
  unstages: `unstage|unstages, remove|removes from the index, unstaged`,
  money: `real money, real funds, live trading, live account, on chain, onchain, broadcast transaction,
    sends transaction, send transaction, sign transaction, signs and`,
  testOnly: `paper trading, test mode, demo account, testnet, simulated trading, sandbox account, paper account,
    simulated, test email, test message, test notification`,
  publicly: `publicly, public, to the public, visible to everyone, visible to anyone, anyone with, landing page,
    search engines, social media, to the web, marketplace, app store, production users, live site`,
  natural: `natural language, in plain english, plain language`,
  unlinks: `from _ playlist, from playlist, from _ list, from _ collection, from _ cart, unlink|unlinks,
    detach|detaches, disassociate|disassociates, without deleting, not deleted, is not deleted,
    are not deleted, itself is not, remains, does not delete`,
  instructsReader: `ignore previous|all|prior|any|the|your|earlier instructions|instruction|previous|prior|rules,
    disregard previous|prior|all|any|the|your, forget previous|all|your|prior instructions,
    do not tell|inform|mention|reveal|notify|alert ... user, don't tell|inform|mention ... user,
    without telling|informing|notifying ... user,
    without the user's|user knowledge|noticing|knowing|consent, keep this secret|hidden|confidential,
    do not mention this, never mention this|that, hide this from, user must not know,
    not be shown to the user, system prompt override, override system prompt, new instructions, secretly,
    you are now, without mentioning, silently send|forward|include|add|copy, before using any other tool,
    before any other tool, also bcc, exfiltrate`,
  addressesClassifier: `note|message|memo|instruction|hint to|for the|any|all|every classifier|classifiers|reviewer|reviewers|scanner|scanners|auditor|auditors,
    note|message|memo|hint to classifier|classifiers|reviewer|reviewers|scanner|scanners,
    dear classifier|reviewer|scanner|auditor,
    the|this classifier|scanner|reviewer must|should|can|may|will|shall, classifier must|should|please,
    to|for the classifier,
    classify|rate|label|mark|treat|consider|regard|report this|it|me as|to a|be read|safe|low|harmless|benign|readonly|trusted|low-risk,
    classify|rate|label|mark|treat|consider|regard|report this|it|me as|to be a|read|safe|low|harmless|benign|readonly|trusted,
    classify|rate|label|mark|treat|consider this|the tool|function|command as|to be,
    classified|rated|labelled|labeled|marked|categorized as|to be read|safe|low|harmless|benign|readonly|trusted,
    this tool is safe|harmless|benign|trusted,
    tool is completely|perfectly|absolutely safe|harmless|benign, completely|perfectly harmless|benign,
    is not dangerous|destructive|harmful, risk level is low, risk is low, category is read, category read,
    risk low, no risk at all, zero risk, readonlyhint true, destructivehint false,
    already approved|vetted|audited|reviewed by|as, pre approved, preapproved, security review passed,
    verified safe, certified safe, approved by the security|safety,
    classified|rated|labelled|labeled|marked|categorized|categorised|treated|considered as read|safe|low|harmless|benign|readonly|trusted,
    classified|rated|treated|considered as a read|safe|low|harmless,
    considered|deemed safe|harmless|benign,
    classify|rate|label|mark|treat|consider this|it|me as read|safe|low|harmless|benign|trusted,
    classify|rate|label|mark|treat|consider this|the tool as read|safe|low|harmless|benign|trusted`,
  exfiltrates: `id_rsa, ssh id_rsa, etc passwd, etc shadow, ssh config, aws credentials, mcp json,
    include|pass|send|append|attach|put|provide|insert|forward ... conversation|chat history,
    include|pass|send|append|attach|put|forward ... system prompt,
    include|pass|send|append|attach|put|forward ... previous messages,
    entire|full|whole conversation as|in|into|to, contents|content of ... as the|a parameter|argument,
    read ... and pass|send its|the contents|content, sidenote`,
} as const;
export type PhraseSet = keyof typeof PHRASES;

/** Sentence openers that say nothing about what a tool does. */
export const OPENERS = `this that these the a an tool tools function method endpoint operation command action api it will would can could may
  should must is are be been being used use uses using useful you to we i allows allow allowing lets let enables helps for ability able
  capability capable provides providing supports supporting designed intended purpose users user agents agent ai assistant model
  client please simply new deprecated mcp needed need needs want wants asked primary main utility
  one also then and or your my our their its intelligently preferred internal only important note experimental beta alpha
  convenience wrapper advanced basic simple fast smart quick helper directly server feature interface enabling order
  do by way call invoke invoked called tries attempts attempt try asks just specialized comprehensive powerful universal high level detailed dynamic first
  bulk batch async real time full force in-depth optional optionally mode option functionality facility unified generic common step
  critical required mandatory warning caution read-only readonly v1 v2 v3 pro legacy temporary idempotent single multiple`;

/** Words that begin a subordinate clause; acts behind them are not the tool's own. */
export const SUBORDINATORS = `that which who whom whose when if while so because where before after until unless once although though since whether
  based given provided as than whenever how what why`;

export const PREPOSITIONS = `in on at from to into onto with within without by for via using through across under over between about against
  during per after before inside outside toward towards upon of as`;

export const NEGATIONS = `not never no don't doesn't won't cannot can't can't without nor neither isn't aren't didn't dont doesnt cant rather instead avoid prevent prevents
  prevented avoids shouldn't mustn't refuses unable disallows forbids except nothing rejected non`;

/** Words with a colon after them that open a section, and what stands in it. */
export const SECTIONS: Record<string, string> = {
  args: `args arguments parameters params param inputs input arg kwargs fields options properties attributes schema payload keys placeholders prerequisites requires requirements required optional`,
  returns: `returns return output outputs response responses yields raises throws errors results result exceptions structure`,
  example: `example examples sample samples e.g usages user_input`,
  usage: `usage use_case use_cases cases hints tips tip workflow guidelines best_practices practices instructions instruction when why limitations notes_on steps rules behavior behaviour hint`,
  note: `note notes important warning warnings caution security permissions critical remarks important_notes danger`,
  seeAlso: `see related also alternatives next next_steps next_step_hint followup`,
};
