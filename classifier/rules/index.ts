// Written by scripts/generate/rules.ts from the files of this folder; do not edit.
import type { Rule } from '../rule.ts';
import actsInBulk from './acts-in-bulk.ts';
import addressesClassifier from './addresses-classifier.ts';
import boundedProcess from './bounded-process.ts';
import callsRawApi from './calls-raw-api.ts';
import cancelsForGood from './cancels-for-good.ts';
import cancelsProcess from './cancels-process.ts';
import changesAccess from './changes-access.ts';
import changesInfrastructure from './changes-infrastructure.ts';
import clears from './clears.ts';
import commandParameter from './command-parameter.ts';
import controlsLifecycle from './controls-lifecycle.ts';
import declaredHints from './declared-hints.ts';
import deletes from './deletes.ts';
import destructiveMode from './destructive-mode.ts';
import destructiveSwitch from './destructive-switch.ts';
import drivesBrowser from './drives-browser.ts';
import drivesDevice from './drives-device.ts';
import executeMode from './execute-mode.ts';
import handlesSecrets from './handles-secrets.ts';
import hidesText from './hides-text.ts';
import instructsReader from './instructs-reader.ts';
import irreversibleWording from './irreversible-wording.ts';
import losesContainer from './loses-container.ts';
import manages from './manages.ts';
import movesMoney from './moves-money.ts';
import overwrites from './overwrites.ts';
import queryParameter from './query-parameter.ts';
import readMode from './read-mode.ts';
import readsAnyUrl from './reads-any-url.ts';
import readsByCommand from './reads-by-command.ts';
import readsLocalFiles from './reads-local-files.ts';
import readsPersonalContent from './reads-personal-content.ts';
import readsState from './reads-state.ts';
import resets from './resets.ts';
import returnsOutsiderContent from './returns-outsider-content.ts';
import returnsPrivateContent from './returns-private-content.ts';
import revokesAccess from './revokes-access.ts';
import runsCode from './runs-code.ts';
import runsOnHost from './runs-on-host.ts';
import runsQueries from './runs-queries.ts';
import savesFile from './saves-file.ts';
import sendsMessage from './sends-message.ts';
import sendsOutside from './sends-outside.ts';
import speaksInPublic from './speaks-in-public.ts';
import startsAgent from './starts-agent.ts';
import statesArgumentsMode from './states-arguments-mode.ts';
import statesReadOnly from './states-read-only.ts';
import statesReversible from './states-reversible.ts';
import takesContent from './takes-content.ts';
import touchesScratchState from './touches-scratch-state.ts';
import triggersProcess from './triggers-process.ts';
import trivialLoss from './trivial-loss.ts';
import unfamiliarLanguage from './unfamiliar-language.ts';
import unlinks from './unlinks.ts';
import wideningSwitch from './widening-switch.ts';
import writeMode from './write-mode.ts';
import writesState from './writes-state.ts';

/** Every rule, in the order of their ids. */
export const RULES: readonly Rule[] = [
  actsInBulk,
  addressesClassifier,
  boundedProcess,
  callsRawApi,
  cancelsForGood,
  cancelsProcess,
  changesAccess,
  changesInfrastructure,
  clears,
  commandParameter,
  controlsLifecycle,
  declaredHints,
  deletes,
  destructiveMode,
  destructiveSwitch,
  drivesBrowser,
  drivesDevice,
  executeMode,
  handlesSecrets,
  hidesText,
  instructsReader,
  irreversibleWording,
  losesContainer,
  manages,
  movesMoney,
  overwrites,
  queryParameter,
  readMode,
  readsAnyUrl,
  readsByCommand,
  readsLocalFiles,
  readsPersonalContent,
  readsState,
  resets,
  returnsOutsiderContent,
  returnsPrivateContent,
  revokesAccess,
  runsCode,
  runsOnHost,
  runsQueries,
  savesFile,
  sendsMessage,
  sendsOutside,
  speaksInPublic,
  startsAgent,
  statesArgumentsMode,
  statesReadOnly,
  statesReversible,
  takesContent,
  touchesScratchState,
  triggersProcess,
  trivialLoss,
  unfamiliarLanguage,
  unlinks,
  wideningSwitch,
  writeMode,
  writesState,
];
