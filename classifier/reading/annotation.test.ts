import { describe, expect, it } from 'vitest';
import { readAnnotation } from './annotation.ts';

describe('readAnnotation', () => {
  it('reads the type, the values and the description', () => {
    const mode = `Annotated[Literal['list', "drop"] | None, Field(default=None, description='What to do')]`;
    expect(readAnnotation(mode)).toEqual({
      type: 'string',
      values: ['list', 'drop'],
      description: 'What to do',
    });
    expect(readAnnotation('bool')).toEqual({ type: 'boolean', values: [], description: '' });
    expect(readAnnotation('Optional[List[str]]')).toMatchObject({ type: 'array' });
    expect(readAnnotation('dict[str, Any] | None')).toMatchObject({ type: 'object' });
  });

  it('puts strings together that stand behind one another', () => {
    const text = String.raw`Annotated[str, Field(description="Clears it, " 'and \'more\'', max_length=3)]`;
    expect(readAnnotation(text)?.description).toBe(String.raw`Clears it, and \'more\'`);
  });

  it('leaves types of JSON Schema alone', () => {
    for (const type of ['string', 'boolean', 'array', 'null', '', 'Query'])
      expect(readAnnotation(type)).toBeUndefined();
  });

  it('ends with what never closes', () => {
    expect(readAnnotation("Literal['open")).toMatchObject({ values: ['open'] });
    expect(readAnnotation("Literal['open\\")).toMatchObject({ values: ['open\\'] });
    expect(readAnnotation('Literal[')).toMatchObject({ values: [] });
  });
});
