import { App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { saysOf } from '../api.js';
import type { Issue } from './api.js';
import { useDesk } from './context.js';
import { Card } from './parts.js';

type Deed = 'approve' | 'return' | 'withdraw';
const DEEDS: Record<Deed, { text: string; ask: string; reason: boolean }> = {
  approve: { text: '同意发布', ask: '发布后数字固定，发到各群；有误只能撤回并说明。', reason: false },
  return: { text: '退回', ask: '退回到草稿，改过以后再审。', reason: true },
  withdraw: { text: '撤回', ask: '会在发过的群里说明撤回的原因。', reason: true },
};

/** The decision, by whoever may take it in words: the bot approves nothing. */
export function IssueOrders({ issue, again }: { issue: Issue; again: () => void }) {
  const { api, book } = useDesk();
  const { message } = App.useApp();
  const [deed, setDeed] = useState<Deed>();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState('');
  const deeds: Deed[] =
    issue.state === 'draft'
      ? ['approve', 'return']
      : issue.state === 'returned'
        ? []
        : issue.state === 'approved'
          ? ['withdraw']
          : [];

  const carryOut = async () => {
    if (!deed) return;
    setBusy(true);
    try {
      const { say } = await api.order(issue.id, {
        name: deed,
        rest: reason.trim(),
        revision: issue.revision,
      });
      setAnswer(say);
      again();
    } catch (error) {
      message.error(saysOf(error));
    } finally {
      setBusy(false);
      setDeed(undefined);
      setReason('');
    }
  };
  if (deeds.length === 0 && !answer && issue.state !== 'returned') return null;
  return (
    <Card>
      {answer && <p className="issue-answer">{answer}</p>}
      {issue.state === 'returned' && <p className="dim">已退回。改过文字或取舍以后会成为新的一稿，再审。</p>}
      <div className="orders">
        {deeds.map((one) => (
          <Button
            key={one}
            type={one === 'approve' ? 'primary' : 'default'}
            danger={one === 'withdraw'}
            onClick={() => setDeed(one)}
          >
            {DEEDS[one].text}
          </Button>
        ))}
        {deeds.length > 0 && (
          <span className="dim">
            以{book.viewer.name}的名义，按第{issue.revision}稿办理
          </span>
        )}
      </div>
      <Modal
        open={deed !== undefined}
        title={deed && `${DEEDS[deed].text} ${issue.series}第${issue.number}期`}
        okText={deed && DEEDS[deed].text}
        confirmLoading={busy}
        okButtonProps={{ disabled: deed === 'withdraw' && reason.trim() === '' }}
        onOk={() => void carryOut()}
        onCancel={() => setDeed(undefined)}
      >
        <p>{deed && DEEDS[deed].ask}</p>
        {deed && DEEDS[deed].reason && (
          <Input.TextArea
            aria-label="原因"
            placeholder="原因"
            autoSize={{ minRows: 2 }}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Modal>
    </Card>
  );
}
