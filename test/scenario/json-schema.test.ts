import { expect, it } from 'vitest';
import { machineJsonSchema, scenarioJsonSchema } from '../../src/scenario/json-schema.ts';

// When one of these fails: npx vitest run test/scenario/json-schema.test.ts -u
it('the JSON Schemas that editors use are fresh', async () => {
  await expect(scenarioJsonSchema()).toMatchFileSnapshot('../../scenarios/scenario.schema.json');
  await expect(machineJsonSchema()).toMatchFileSnapshot('../../scenarios/machines/machine.schema.json');
});
