import { afterAll, beforeAll } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { queueConformance } from './conformance.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

queueConformance('PostgreSQL', async () => ({ databaseUrl: database.url }));
