using Modelyard.Frames;

namespace Modelyard.Generators.Tests.Records;

/// <summary>A structure whose members may all be null.</summary>
[FrameRecord]
public partial record struct Gaps
{
    public bool? Flag { get; set; }

    public byte? Byte { get; set; }

    public ulong? ULong { get; set; }

    public int? Int { get; set; }

    public float? Float { get; set; }

    public double? Double { get; set; }

    [Column(Kind = ColumnKind.Double)]
    public decimal? Price { get; set; }

    [Column(Kind = ColumnKind.Text)]
    public decimal? Exact { get; set; }

    public string? Text { get; set; }

    [Column(Kind = ColumnKind.Category)]
    public string? City { get; set; }

    public Colour? Colour { get; set; }

    public Days? Days { get; set; }

    public DateTime? Time { get; set; }

    public DateTimeOffset? Offset { get; set; }

    public DateOnly? Date { get; set; }

    [Column(Kind = ColumnKind.Integer)]
    public TimeSpan? Pause { get; set; }

    [Column(Kind = ColumnKind.Double)]
    public TimeSpan? Length { get; set; }

    public Guid? Id { get; set; }
}
