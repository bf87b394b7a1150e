using System.Buffers;

namespace Modelyard.Server.Protocol;

/// <summary>Represents bytes that are gathered in a pooled array.</summary>
internal sealed class PooledBuffer(MemoryShare share) : IBufferWriter<byte>
{
    private const int FirstLength = 4096;
    private byte[] _bytes = BufferPool<byte>.Rent(FirstLength, share);

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    public void Clear() => Length = 0;

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _bytes.AsSpan(Length);
    }

    public void Append(ReadOnlySequence<byte> bytes)
    {
        foreach (ReadOnlyMemory<byte> part in bytes)
        {
            part.Span.CopyTo(GetSpan(part.Length));
            Advance(part.Length);
        }
    }

    public void Release()
    {
        Length = 0;
        if (_bytes.Length > BufferPool<byte>.LongestKept)
        {
            BufferPool<byte>.Return(_bytes, share);
            _bytes = BufferPool<byte>.Rent(FirstLength, share);
        }
    }

    private void Ensure(int sizeHint)
    {
        int needed = checked(Length + Math.Max(sizeHint, 256));
        if (needed <= _bytes.Length)
        {
            return;
        }

        byte[] larger = BufferPool<byte>.Rent((int)Math.Min(Array.MaxLength, Math.Max(needed, (long)_bytes.Length * 2)), share);
        _bytes.AsSpan(0, Length).CopyTo(larger);
        BufferPool<byte>.Return(_bytes, share);
        _bytes = larger;
    }
}
