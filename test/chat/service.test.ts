import { gatewayConformance } from '../support/conformance.js';
import { serviceGateway } from './service-gateway.js';

gatewayConformance('wechaty-puppet-service', async () => {
  const { far, port, close } = await serviceGateway();
  return { far, port: () => port(), replays: true, close };
});
