import { Drawer } from 'antd';
import type { ReactNode } from 'react';
import { useNarrow } from './use-narrow.js';

/** What it is about stays readable beside it. */
const LIGHT = { background: 'rgb(0 0 0 / 14%)' };

/** What is told about something on the page: from the side, on a phone from below. `width`: in pixels, of the former. */
export function SideSheet({
  title,
  open,
  width,
  onClose,
  children,
}: {
  title: string;
  open: boolean;
  width: number;
  onClose: () => void;
  children: ReactNode;
}) {
  const narrow = useNarrow();
  return (
    <Drawer
      title={title}
      open={open}
      onClose={onClose}
      placement={narrow ? 'bottom' : 'right'}
      size={narrow ? '82dvh' : width}
      styles={{ mask: LIGHT }}
      destroyOnHidden
    >
      {children}
    </Drawer>
  );
}
