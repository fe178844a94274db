import { App as AntApp, ConfigProvider } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import './styles.css';

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <ConfigProvider
      locale={zhCN}
      button={{ autoInsertSpace: false }}
      theme={{
        token: {
          colorPrimary: '#0b8043',
          colorLink: '#3d5a94',
          borderRadius: 6,
          fontFamily: 'inherit',
          controlItemBgActive: '#e6f3eb',
          controlItemBgActiveHover: '#d9ecdf',
          motion: !matchMedia('(prefers-reduced-motion: reduce)').matches,
        },
      }}
    >
      <AntApp component={false}>
        <App />
      </AntApp>
    </ConfigProvider>
  </StrictMode>,
);
