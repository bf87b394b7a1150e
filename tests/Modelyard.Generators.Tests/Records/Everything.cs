using Modelyard.Frames;

namespace Modelyard.Generators.Tests.Records;

/// <summary>A member of every type that a column holds.</summary>
[FrameRecord]
public sealed partial record Everything(
    bool Flag,
    [Column("byte")] byte Byte,
    sbyte SByte,
    short Short,
    ushort UShort,
    int Int,
    uint UInt,
    long Long,
    ulong ULong,
    float Float,
    double Double,
    string Text,
    Colour Colour,
    Days Days,
    DateTime Time,
    DateTimeOffset Offset,
    DateOnly Date,
    Guid Id)
{
    [Column(Kind = ColumnKind.Double)]
    public required decimal Price { get; init; }

    [Column("exact", Kind = ColumnKind.Text)]
    public decimal Exact { get; set; }

    [Column(Kind = ColumnKind.Double)]
    public TimeSpan Length { get; init; }

    [Column(Kind = ColumnKind.Integer)]
    public TimeSpan Pause { get; init; }

    [Column(Kind = ColumnKind.Category)]
    public string City { get; init; } = "nowhere";

    [Column("colour number", Kind = ColumnKind.Integer)]
    public Colour ColourNumber { get; init; }

    public double Twice => 2 * Double;

    [IgnoreColumn]
    public object? Tag { get; set; }

    public static int Count => 1;
}
