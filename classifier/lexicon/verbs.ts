/**
 * What a verb does to the world when a tool does it. `*` marks a word that is as often a noun
 * (`run`, `order`, `comment`): it counts as a verb only where a verb can stand.
 * The sense may change with the verb's object: lexicon/senses.ts.
 */
export const SENSES = [
  'read',
  'light',
  'write',
  'unlink',
  'message',
  'money',
  'process',
  'lifecycle',
  'cancel',
  'code',
  'query',
  'browser',
  'device',
  'destroy',
  'revoke',
  'clear',
  'reset',
  'overwrite',
] as const;
export type Sense = (typeof SENSES)[number];

export const VERBS: Record<Sense, string> = {
  read: `get take query* eval evaluate list* search find fetch retrieve read show describe view* lookup look browse check verify
    validate analyze analyse inspect examine explore discover count* compare diff* calculate compute
    estimate* explain summarize summarise preview* render convert translate transform format* parse
    extract detect identify determine recommend suggest predict forecast* classify score* rank* sort*
    filter* aggregate measure* monitor* watch* poll* wait ping* echo* decode encode hash* lint audit*
    scan* profile* trace* benchmark* review* test* peek tail* grep glob whoami screenshot* capture*
    snapshot* plan* think reason* ask answer* chat* simulate help* guide* decompile disassemble geocode
    locate snap solve match* map* visualize visualise plot* chart* diagnose investigate troubleshoot
    understand consult obtain access* collect gather crawl scrape quote* track* demonstrate return*
    provide give tell display* output* enumerate sample* report* dump* select* load download* export*
    generate brainstorm critique assess interpret simplify distill infer correlate cluster* segment*
    embed similar paginate traverse walk* iterate highlight outline* proofread paraphrase rewrite print* expand learn say*
    rephrase reflect contemplate deliberate observe introspect reveal surface* scout crosscheck proof*
    study* survey* lex tokenize stat* ls cat* head* whois dig* nslookup traceroute cite* reference*
    autocomplete flip* pick* choose advise convene quantify approximate interpolate intersect
    buffer* decrypt recall* introduce geolocate backtest screen* seek receive peruse sum*
    transcribe recognise recognize ocr tabulate unfurl unshorten spellcheck typecheck dedupe itemize
    multiply divide subtract negate round* derive differentiate factor* prove* concat condense deserialize serialize
    digest* enrich extrapolate guess inquire interrogate localize obfuscate replan rerank slice stringify
    tokenise transpile uncover unwrap weigh wget curl reduce separate flatten invert craft`,
  light: `perform do conduct carry handle manage process* support* use* allow initiate request* complete
    administer maintain interact work* govern hit* confirm`,
  write: `create grade* switch* expire* unresolve unsnooze unmark add insert append prepend update* upsert modify edit change* set* put* patch* write rename
    move* copy* duplicate clone* upload* import* ingest save store* persist record* register* enroll
    enrol assign reassign attach associate tag* label* mark* pin* unpin star* unstar follow unfollow
    like* unlike favorite* favourite* bookmark* subscribe unsubscribe archive* unarchive restore*
    recover undelete enable disable activate deactivate toggle* configure setup* initialize initialise
    init* install* schedule* reschedule allocate reserve* book* apply commit* stage* unstage stash*
    checkout* merge* fork* rebase* push* pull* vote* upvote downvote react* approve reject accept
    decline* resolve reopen close open submit* invite* join* leave* connect disconnect mount* unmount
    promote demote extend renew refresh* sync* synchronize synchronise migrate* transition* escalate
    acknowledge ack* snooze* mute* unmute lock* unlock freeze unfreeze flag* unflag log* increment
    decrement adjust resize rotate crop compress* gzip zip* unzip trim replace fill* draft* remember memorize
    memorise ignore dismiss skip* propose prepare provision scale* tune customize customise personalize
    annotate categorize categorise split* combine fix* repair correct refactor organize organise reorder
    reprioritize rearrange arrange align* position* group* ungroup paint* draw place* spawn* declare
    define redefine alter bind unbind whitelist* blacklist* allowlist* denylist* quarantine* isolate
    ban* block* unblock impersonate authenticate login* logout* sign* signup authorize authorise grant*
    populate seed* backup* optimize optimise normalize normalise deduplicate sanitize anonymize
    anonymise redact encrypt cognify enqueue queue* amend revise bump* touch* forge emit hydrate
    scaffold bootstrap* onboard adopt claim* release* publish* unpublish expose unexpose share* unshare conclude discontinue
    link* tie* relate rate* trash* recycle bin* hide* unhide collapse indent outdent extrude
    bevel smooth subdivide inject* implement instantiate materialize materialise contribute finalize
    finalise watermark stamp* retain undo redo checkin clock* punch* reorganize relocate reparent
    reposition rescale retag relabel remap reroute restrict unrestrict enlist nominate opt* accumulate
    cache* memoize warm* preload deposit* offer* consolidate
    abandon absorb acquire adapt appoint assemble augment brighten commission* construct curate darken
    defer deprecate desaturate deselect dismount dispute* distribute divert earmark elevate enhance ensure enter
    establish exchange* exclude exempt expedite fulfil fulfill harden hire* hold* impose inhibit integrate issue*
    lighten logon lower mask* mkdir mv override* pair* permit* prioritize prohibit raise* randomize
    reactivate readjust reallocate reassemble rebrand reclaim reclassify reconcile reconfigure reconnect recruit
    redirect* redistribute reenable refill reformat regroup reinstate reissue renumber replicate repurpose
    reshape reshuffle resign restock restyle retire reupload revive seal* secure* sharpen shelve shorten shrink
    shuffle sideload silence squash stitch suppress teleport tether unban uncheck unclaim uncompress unload
    unmerge unpack unquarantine unseal unshelve unsuppress unsuspend waive withhold rsvp wrap*
    zoom make roll* protect unprotect`,
  unlink: `unlink detach unassign untag unlabel dissociate disassociate unmap unattach uncategorize unfavorite
    unbookmark unreact unvote unwatch disenroll unenroll unset`,
  message: `send post* reply* respond comment* message* email* mail* tweet* retweet dm* notify remind broadcast*
    text* announce forward* sms* contact* crosspost repost fax* nudge congratulate telegraph toot reblog
    resend inform publicize unicast redeliver`,
  money: `pay* refund* charge* transfer* buy* sell* trade* swap* stake* unstake withdraw purchase* order* bid*
    donate* tip* mint* redeem borrow* lend repay bill* invoice* settle payout* reimburse remit wire*
    liquidate* hedge* disburse airdrop rebalance credit* debit* procure refinance reward* topup transact undelegate`,
  process: `run* execute exec invoke trigger* call* launch dispatch* deploy redeploy rerun retry* rebuild*
    build* delegate* orchestrate automate compile* train* finetune replay* rollback* revert failover*
    drain* cordon uncordon kick* fire* crack exploit* bruteforce fuzz* attack* flash*
    enact dial* ring* rehydrate reindex reprocess recompute recalculate* resubmit requeue redrive
    relaunch regenerate backfill* upgrade* downgrade* command* instruct* transcode
    defragment defrag evacuate compact* checkpoint* intercept mitigate originate recalibrate reinstall
    remediate rescan retrain revalidate serve spoof kickoff reprovision bake*`,
  lifecycle: `start* step* continue* stop* restart* reboot* resume* pause* suspend* halt* shutdown* shut terminate kill*
    interrupt* signal* hibernate wake* power* boot* unpause quiesce quit respawn reload* recreate exit* poweroff poweron powercycle`,
  cancel: `cancel abort`,
  code: `runcode`,
  query: `sqlexec`,
  browser: `click* tap* swipe* type* press* hover* scroll* drag* navigate goto focus* blur doubleclick
    rightclick emulate throttle keypress longpress`,
  device: `honk turn* control* dim* arm* disarm play* speak* beep vibrate operate drive* fly* steer
    actuate preheat vacuum* brew* eject irrigate jog* defrost undock calibrate slew stow`,
  destroy: `scrap* delete destroy drop* purge* erase* wipe* truncate obliterate shred expunge tombstone* nuke decommission
    deprovision remove uninstall deregister unregister prune* discard* evict forget empty* void* burn*
    unprovision del rm rmdir rmtree eradicate annihilate scrub zap teardown* dispose cleanup* offboard
    demolish cull dissolve disband raze invalidate delist yank detonate deallocate disinherit
    cleanse despawn eliminate incinerate nullify reimage retract undeploy unsend`,
  revoke: `revoke deauthorize deauthorise expel deny* unauthorize unauthorise`,
  clear: `clear flush* clean*`,
  reset: `reset* reinitialize reinitialise rewind*`,
  overwrite: `overwrite clobber`,
};

/** Past and third-person forms that rules of spelling do not give. */
export const IRREGULAR: Record<string, readonly string[]> = {
  get: ['gets', 'getting', 'got'],
  put: ['puts', 'putting', 'put'],
  set: ['sets', 'setting', 'set'],
  run: ['runs', 'running', 'ran'],
  send: ['sends', 'sending', 'sent'],
  buy: ['buys', 'buying', 'bought'],
  sell: ['sells', 'selling', 'sold'],
  find: ['finds', 'finding', 'found'],
  read: ['reads', 'reading', 'read'],
  write: ['writes', 'writing', 'written'],
  do: ['does', 'doing', 'done'],
  pay: ['pays', 'paying', 'paid'],
  build: ['builds', 'building', 'built'],
  make: ['makes', 'making', 'made'],
  give: ['gives', 'giving', 'given'],
  tell: ['tells', 'telling', 'told'],
  show: ['shows', 'showing', 'shown'],
  draw: ['draws', 'drawing', 'drawn'],
  shut: ['shuts', 'shutting', 'shut'],
  undo: ['undoes', 'undoing', 'undone'],
  redo: ['redoes', 'redoing', 'redone'],
  forget: ['forgets', 'forgetting', 'forgotten'],
  overwrite: ['overwrites', 'overwriting', 'overwritten'],
  burn: ['burns', 'burning', 'burned'],
  split: ['splits', 'splitting', 'split'],
  reset: ['resets', 'resetting', 'reset'],
  init: ['inits', 'initing', 'inited'],
  lend: ['lends', 'lending', 'lent'],
  dig: ['digs', 'digging', 'dug'],
  bid: ['bids', 'bidding', 'bid'],
  teardown: ['teardowns', 'tearing', 'torn'],
  think: ['thinks', 'thinking', 'thought'],
  choose: ['chooses', 'choosing', 'chosen'],
  hide: ['hides', 'hiding', 'hidden'],
  leave: ['leaves', 'leaving', 'left'],
  rm: ['rms', 'rming', 'rmed'],
  ls: ['ls', 'ls', 'ls'],
  focus: ['focuses', 'focusing', 'focused'],
  bin: ['bins', 'binning', 'binned'],
  refer: ['refers', 'referring', 'referred'],
  repay: ['repays', 'repaying', 'repaid'],
  rewrite: ['rewrites', 'rewriting', 'rewritten'],
  take: ['takes', 'taking', 'taken'],
  wake: ['wakes', 'waking', 'woken'],
  del: ['dels', 'deling', 'deled'],
};

/** Verbs of one syllable, or stressed at the end, that double their last letter before -ing and -ed. */
export const DOUBLING = `stop drop plan map snap ping? scan pin unpin tag untag submit commit swap log trim ban rm
  plot chat format? put set cut zip unzip tap drag zap wrap flag unflag tip rub transfer? evict? step dim spin scrub
  expel dispel crop skip grab fit stat bin win admit permit prefer defer unset unban wrap unwrap quit mv`;

/** Nouns that stand for an act: `deletion of`, `web search`, `a website crawler`. Read where no verb leads. */
export const NOMINALS: Record<string, string> = {
  deletion: 'delete',
  removal: 'remove',
  destruction: 'destroy',
  creation: 'create',
  creator: 'create',
  retrieval: 'retrieve',
  extraction: 'extract',
  extractor: 'extract',
  crawler: 'crawl',
  scraper: 'scrape',
  finder: 'find',
  fetcher: 'fetch',
  explorer: 'explore',
  viewer: 'view',
  reader: 'read',
  checker: 'check',
  validator: 'validate',
  validation: 'validate',
  verification: 'verify',
  converter: 'convert',
  conversion: 'convert',
  calculator: 'calculate',
  calculation: 'calculate',
  summarizer: 'summarize',
  summary: 'summarize',
  planner: 'plan',
  analyzer: 'analyze',
  analyser: 'analyze',
  analysis: 'analyze',
  analytics: 'analyze',
  inspector: 'inspect',
  inspection: 'inspect',
  lookup: 'lookup',
  listing: 'list',
  comparison: 'compare',
  translation: 'translate',
  translator: 'translate',
  recommendation: 'recommend',
  recommendations: 'recommend',
  suggestions: 'suggest',
  estimation: 'estimate',
  generation: 'generate',
  generator: 'generate',
  simulation: 'simulate',
  simulator: 'simulate',
  optimizer: 'calculate',
  info: 'get',
  details: 'get',
  status: 'get',
  state: 'get',
  information: 'get',
  metadata: 'get',
  metrics: 'get',
  stats: 'get',
  statistics: 'get',
  history: 'get',
  overview: 'get',
  schema: 'get',
  documentation: 'get',
  docs: 'get',
  help: 'help',
  helper: 'help',
  guidance: 'guide',
  health: 'check',
  log: 'get',
  logs: 'get',
  version: 'get',
  versions: 'list',
  weather: 'get',
  price: 'get',
  prices: 'get',
  news: 'get',
  forecast: 'forecast',
  diff: 'diff',
  transcript: 'transcribe',
  transcription: 'transcribe',
  alignment: 'compare',
  definition: 'get',
  outline: 'outline',
  findings: 'list',
  detection: 'detect',
  classification: 'classify',
  recognition: 'recognize',
  directions: 'get',
  readings: 'get',
  timeline: 'get',
  execution: 'execute',
  executor: 'execute',
  runner: 'run',
  invocation: 'invoke',
  deployment: 'deploy',
  installation: 'install',
  installer: 'install',
  modification: 'modify',
  editor: 'edit',
  writer: 'write',
  sender: 'send',
  uploader: 'upload',
  ingestion: 'ingest',
  insertion: 'insert',
  registration: 'register',
  revocation: 'revoke',
  termination: 'terminate',
  cancellation: 'cancel',
  management: 'manage',
  manager: 'manage',
};
