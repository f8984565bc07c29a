import type OpenAI from 'openai';
import { NO_USAGE, type Failure, type Model, type Reply } from './model.ts';
import type { Message } from './prompt.ts';

/** Where a model is and how it is reached; from the environment by `settingsFrom`. */
export interface Settings {
  model: string;
  baseUrl?: string;
  /** Absent for endpoints that want none, such as one on this machine. */
  apiKey?: string;
  /** For one request, in milliseconds. */
  timeoutMs: number;
  /** How often a request is sent again after 408, 409, 429, 5xx or a broken connection; waits grow, `Retry-After` holds. */
  maxRetries: number;
}

/** The settings in `TOOLRISK_MODEL`, `OPENAI_BASE_URL` and `OPENAI_API_KEY`; undefined where no model is named. */
export function settingsFrom(environment: Record<string, string | undefined>): Settings | undefined {
  const { TOOLRISK_MODEL: model, OPENAI_BASE_URL: baseUrl, OPENAI_API_KEY: apiKey } = environment;
  if (!model) return undefined;
  return {
    model,
    ...(baseUrl ? { baseUrl } : {}),
    ...(apiKey ? { apiKey } : {}),
    timeoutMs: 120_000,
    maxRetries: 5,
  };
}

/** The client, and its class for telling its errors apart. Only a run that uses a model pays for loading it. */
export async function openaiClient(settings: Settings): Promise<{ Client: typeof OpenAI; client: OpenAI }> {
  const { default: Client } = await import('openai');
  const client = new Client({
    apiKey: settings.apiKey ?? 'none',
    timeout: settings.timeoutMs,
    maxRetries: settings.maxRetries,
    ...(settings.baseUrl ? { baseURL: settings.baseUrl } : {}),
  });
  return { Client, client };
}

/** What is asked of an endpoint for one question. */
export function requestBody(model: string, messages: Message[], schema: Record<string, unknown>) {
  const json_schema = { name: 'assessment', strict: true, schema };
  return { model, messages, response_format: { type: 'json_schema' as const, json_schema } };
}

/** A model behind an OpenAI-compatible endpoint. */
export async function openaiModel(settings: Settings): Promise<Model> {
  const { Client, client } = await openaiClient(settings);
  return {
    name: settings.model,
    ask: async (messages, schema, signal) => {
      try {
        const body = requestBody(settings.model, messages, schema);
        const completion = await client.chat.completions.create(body, { signal });
        return replyOf(completion);
      } catch (error) {
        return { ok: false, failure: failureOf(Client, error, signal), usage: NO_USAGE };
      }
    },
  };
}

/** What an endpoint's completion says. */
export function replyOf(completion: OpenAI.ChatCompletion): Reply {
  const usage = {
    promptTokens: completion.usage?.prompt_tokens ?? 0,
    completionTokens: completion.usage?.completion_tokens ?? 0,
  };
  // Compatible endpoints are not all as careful as the types are.
  const choice = (completion.choices as OpenAI.ChatCompletion.Choice[] | undefined)?.[0];
  if (!choice?.message) return { ok: false, failure: 'malformed', usage };
  if (choice.message.refusal || choice.finish_reason === 'content_filter')
    return { ok: false, failure: 'refused', usage };
  if (choice.finish_reason === 'length') return { ok: false, failure: 'truncated', usage };
  return { ok: true, text: choice.message.content ?? '', usage };
}

function failureOf(Client: typeof OpenAI, error: unknown, signal: AbortSignal): Failure {
  if (signal.aborted || error instanceof Client.APIUserAbortError) return 'stopped';
  if (error instanceof Client.APIConnectionTimeoutError) return 'timed-out';
  if (error instanceof Client.APIConnectionError) return 'unreachable';
  if (error instanceof Client.APIError) {
    if (error.status === 401 || error.status === 403) return 'unauthorised';
    if (error.status === 429) return 'rate-limited';
    return error.status === 413 ? 'too-long' : 'server-error';
  }
  // The client could not read the body as JSON.
  return 'malformed';
}
