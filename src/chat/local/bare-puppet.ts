import { FileBox, type FileBoxInterface } from 'file-box';
import { Puppet, throwUnsupportedError, types, type payloads } from 'wechaty-puppet';

type Unsupported = (...args: never[]) => Promise<never>;
const unsupported: Unsupported = async () => throwUnsupportedError();

// 1×1 transparent PNG: Wechaty asks for avatars even where nobody looks at them.
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** A contact as Wechaty wants it. */
export function contactPayload(id: string, name: string): payloads.Contact {
  return {
    id,
    name,
    avatar: '',
    gender: types.ContactGender.Unknown,
    type: types.Contact.Individual,
    friend: true,
    phone: [],
  };
}

/**
 * What every puppet of ours has in common: payloads are kept ready-made, so the parsers pass them through, and
 * what a chat of text, pictures and files does not need says that it is not supported. Subclasses give the rest.
 */
export abstract class BarePuppet extends Puppet {
  override async contactRawPayloadParser(payload: payloads.Contact): Promise<payloads.Contact> {
    return payload;
  }
  override async roomRawPayloadParser(payload: payloads.Room): Promise<payloads.Room> {
    return payload;
  }
  override async roomMemberRawPayloadParser(payload: payloads.RoomMember): Promise<payloads.RoomMember> {
    return payload;
  }
  override async messageRawPayloadParser(payload: payloads.Message): Promise<payloads.Message> {
    return payload;
  }

  override async conversationReadMark(): Promise<void> {}
  override contactAlias(contactId: string): Promise<string>;
  override contactAlias(contactId: string, alias: string | null): Promise<void>;
  override async contactAlias(): Promise<string | void> {
    return '';
  }
  override contactAvatar(contactId: string): Promise<FileBoxInterface>;
  override contactAvatar(contactId: string, file: FileBoxInterface): Promise<void>;
  override async contactAvatar(): Promise<FileBoxInterface | void> {
    return FileBox.fromBase64(PIXEL, 'avatar.png');
  }
  override async roomAvatar(): Promise<FileBoxInterface> {
    return FileBox.fromBase64(PIXEL, 'avatar.png');
  }
  override roomAnnounce(roomId: string): Promise<string>;
  override roomAnnounce(roomId: string, text: string): Promise<void>;
  override async roomAnnounce(): Promise<string | void> {
    return '';
  }
  override roomTopic(roomId: string): Promise<string>;
  override roomTopic(roomId: string, topic: string): Promise<void>;
  override async roomTopic(roomId: string): Promise<string | void> {
    const room: payloads.Room = await this.roomPayload(roomId);
    return room.topic;
  }
  abstract override messageFile(messageId: string): Promise<FileBoxInterface>;
  override messageImage(messageId: string): Promise<FileBoxInterface> {
    return this.messageFile(messageId);
  }

  override contactSelfName: Unsupported = unsupported;
  override contactSelfQRCode: Unsupported = unsupported;
  override contactSelfSignature: Unsupported = unsupported;
  override contactPhone: Unsupported = unsupported;
  override contactCorporationRemark: Unsupported = unsupported;
  override contactDescription: Unsupported = unsupported;
  override friendshipAccept: Unsupported = unsupported;
  override friendshipAdd: Unsupported = unsupported;
  override friendshipSearchPhone: Unsupported = unsupported;
  override friendshipSearchHandle: Unsupported = unsupported;
  override friendshipRawPayload: Unsupported = unsupported;
  override friendshipRawPayloadParser: Unsupported = unsupported;
  override messageContact: Unsupported = unsupported;
  override messageMiniProgram: Unsupported = unsupported;
  override messageUrl: Unsupported = unsupported;
  override messageLocation: Unsupported = unsupported;
  override messageForward: Unsupported = unsupported;
  override messageSendContact: Unsupported = unsupported;
  override messageSendLocation: Unsupported = unsupported;
  override messageSendMiniProgram: Unsupported = unsupported;
  override messageSendPost: Unsupported = unsupported;
  override messageSendUrl: Unsupported = unsupported;
  override postRawPayload: Unsupported = unsupported;
  override postRawPayloadParser: Unsupported = unsupported;
  override postPublish: Unsupported = unsupported;
  override postSearch: Unsupported = unsupported;
  override roomAdd: Unsupported = unsupported;
  override roomCreate: Unsupported = unsupported;
  override roomDel: Unsupported = unsupported;
  override roomQRCode: Unsupported = unsupported;
  override roomQuit: Unsupported = unsupported;
  override roomInvitationAccept: Unsupported = unsupported;
  override roomInvitationRawPayload: Unsupported = unsupported;
  override roomInvitationRawPayloadParser: Unsupported = unsupported;
  override tagContactAdd: Unsupported = unsupported;
  override tagContactDelete: Unsupported = unsupported;
  override tagContactList: Unsupported = unsupported;
  override tagContactRemove: Unsupported = unsupported;
  override tap: Unsupported = unsupported;
  override tapSearch: Unsupported = unsupported;
}
