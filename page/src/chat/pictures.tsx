import { CloseOutlined } from '@ant-design/icons';
import { useEffect, useState } from 'react';

/** Pictures that wait to be sent. */
export function Pictures({ files, onRemove }: { files: File[]; onRemove: (at: number) => void }) {
  const [urls, setUrls] = useState<string[]>([]);
  useEffect(() => {
    const made = files.map((f) => URL.createObjectURL(f));
    setUrls(made);
    return () => made.forEach((url) => URL.revokeObjectURL(url));
  }, [files]);
  if (files.length === 0) return null;
  return (
    <div className="pictures">
      {urls.map((url, at) => (
        <span key={url} className="picture-thumb">
          <img src={url} alt={files[at]?.name ?? ''} />
          <button type="button" aria-label={`去掉图片 ${files[at]?.name ?? ''}`} onClick={() => onRemove(at)}>
            <CloseOutlined />
          </button>
        </span>
      ))}
    </div>
  );
}
