export { openQueues, type QueueSettings } from './open.js';
export {
  QUEUES,
  type Counts,
  type JsonObject,
  type NewJob,
  type QueueName,
  type Queues,
  type Worker,
} from './types.js';
