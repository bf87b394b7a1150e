using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Modelyard.Data.Mongo;

/// <summary>Goes through the bytes of a document, never past the end of the part that it is in.</summary>
internal ref struct BsonCursor
{
    private readonly ReadOnlySpan<byte> _bytes;

    /// <summary>Initializes a cursor.</summary>
    /// <param name="bytes">The document.</param>
    public BsonCursor(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        End = bytes.Length;
    }

    /// <summary>Gets or sets the index of the next byte.</summary>
    public int At { get; set; }

    /// <summary>Gets or sets the index after the last byte that may be read.</summary>
    public int End { get; set; }

    /// <summary>Reads the length of a document, and gives the index after it.</summary>
    public int ReadEnd()
    {
        int start = At, length = ReadInt32();
        if (length < 5 || length > End - start)
        {
            throw new BsonException(FormattableString.Invariant($"The document at byte {start} says that it has '{length}' bytes, and there are '{End - start}'."));
        }

        return _bytes[start + length - 1] == 0 ? start + length : throw new BsonException(FormattableString.Invariant($"The document at byte {start} does not end with a zero byte."));
    }

    /// <summary>Reads a type.</summary>
    public BsonType ReadType() => (BsonType)Take(1)[0];

    /// <summary>Reads a text that ends with a zero byte.</summary>
    public ReadOnlySpan<byte> ReadName()
    {
        int length = _bytes[At..End].IndexOf((byte)0);
        if (length < 0)
        {
            throw new BsonException(FormattableString.Invariant($"The name at byte {At} has no end."));
        }

        ReadOnlySpan<byte> name = CheckText(Take(length));
        At++;
        return name;
    }

    /// <summary>Reads a text with its length before it.</summary>
    public ReadOnlySpan<byte> ReadText()
    {
        int start = At, length = ReadInt32();
        if (length < 1 || length > End - At)
        {
            throw new BsonException(FormattableString.Invariant($"The text at byte {start} says that it has '{length}' bytes, and there are '{End - At}'."));
        }

        ReadOnlySpan<byte> text = Take(length);
        return text[^1] == 0 ? CheckText(text[..^1]) : throw new BsonException(FormattableString.Invariant($"The text at byte {start} does not end with a zero byte."));
    }

    /// <summary>Reads bytes with their length and a subtype before them.</summary>
    public ReadOnlySpan<byte> ReadBinary(out byte subtype)
    {
        int start = At, length = ReadInt32();
        subtype = Take(1)[0];
        return length >= 0 && length <= End - At ? Take(length) : throw new BsonException(FormattableString.Invariant($"The binary value at byte {start} says that it has '{length}' bytes, and there are '{End - At}'."));
    }

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    public double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    public bool ReadBoolean() => Take(1)[0] switch
    {
        0 => false,
        1 => true,
        byte other => throw new BsonException(FormattableString.Invariant($"The boolean at byte {At - 1} is '{other}' and must be 0 or 1.")),
    };

    /// <summary>Reads a number that identifies an object, as hexadecimal text.</summary>
    public string ReadObjectId() => Convert.ToHexStringLower(Take(12));

    /// <summary>Reads the 128 bits of a decimal.</summary>
    public UInt128 ReadDecimal()
    {
        ReadOnlySpan<byte> bytes = Take(16);
        return new UInt128(BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]), BinaryPrimitives.ReadUInt64LittleEndian(bytes));
    }

    /// <summary>Reads a time as ticks.</summary>
    public long ReadTicks()
    {
        long milliseconds = ReadInt64();
        return MongoTime.Ticks(milliseconds) ?? throw new BsonException(string.Create(CultureInfo.InvariantCulture, $"The time of '{milliseconds}' milliseconds at byte {At - 8} is outside the years 1 to 9999, which a timestamp cannot hold."));
    }

    /// <summary>Reads code with its scope, as the text of the code.</summary>
    public ReadOnlySpan<byte> ReadScopedCode()
    {
        int start = At, length = ReadInt32();
        if (length < 14 || length > End - start)
        {
            throw new BsonException(FormattableString.Invariant($"The code at byte {start} says that it has '{length}' bytes, and there are '{End - start}'."));
        }

        ReadOnlySpan<byte> code = ReadText();
        At = start + length;
        return code;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > End - At)
        {
            throw new BsonException(FormattableString.Invariant($"A value at byte {At} needs '{length}' bytes, and there are '{End - At}'."));
        }

        ReadOnlySpan<byte> taken = _bytes.Slice(At, length);
        At += length;
        return taken;
    }

    private readonly ReadOnlySpan<byte> CheckText(ReadOnlySpan<byte> text) =>
        Utf8.IsValid(text) ? text : throw new BsonException(FormattableString.Invariant($"The text before byte {At} is not UTF-8: '{Encoding.UTF8.GetString(text[..Math.Min(text.Length, 40)])}'."));
}
