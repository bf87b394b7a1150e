using System.Buffers;
using System.Text;

namespace Modelyard.Frames.Json;

/// <summary>Gathers text of JSON as bytes.</summary>
internal sealed class JsonText
{
    private static readonly SearchValues<byte> Escaped = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(code => (byte)code), (byte)'"', (byte)'\\']);

    private byte[] _bytes = new byte[1024];
    private int _length;

    /// <summary>Gets the bytes since the text was cleared.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>Makes the text empty.</summary>
    public void Clear() => _length = 0;

    /// <summary>Gets memory for some bytes; <see cref="Advance"/> tells how many were written.</summary>
    public Span<byte> Reserve(int count)
    {
        if (_bytes.Length - _length < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        }

        return _bytes.AsSpan(_length);
    }

    /// <summary>Tells how many bytes were written.</summary>
    public void Advance(int count) => _length += count;

    /// <summary>Adds bytes as they are.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        _length += bytes.Length;
    }

    /// <summary>Adds a text in quotes.</summary>
    public void AddQuoted(ReadOnlySpan<byte> text)
    {
        Add("\""u8);
        int at;
        while ((at = text.IndexOfAny(Escaped)) >= 0)
        {
            Add(text[..at]);
            AddEscape(text[at]);
            text = text[(at + 1)..];
        }

        Add(text);
        Add("\""u8);
    }

    /// <summary>Gets a text in quotes.</summary>
    public static byte[] Quote(string text)
    {
        var quoted = new JsonText();
        quoted.AddQuoted(Encoding.UTF8.GetBytes(text));
        return quoted.Written.ToArray();
    }

    private void AddEscape(byte value)
    {
        switch (value)
        {
            case (byte)'"' or (byte)'\\':
                Add([(byte)'\\', value]);
                break;
            case (byte)'\n':
                Add("\\n"u8);
                break;
            case (byte)'\r':
                Add("\\r"u8);
                break;
            case (byte)'\t':
                Add("\\t"u8);
                break;
            default:
                Add([(byte)'\\', (byte)'u', (byte)'0', (byte)'0', (byte)(value < 16 ? '0' : '1'), "0123456789abcdef"u8[value & 15]]);
                break;
        }
    }
}
