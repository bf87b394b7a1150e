using Modelyard.Frames;

namespace Modelyard.Bench.Frames;

/// <summary>Represents a flight as a record.</summary>
[FrameRecord]
public sealed partial record FlightRecord(
    [Column("date")] DateTime Date,
    [Column("delay")] int Delay,
    [Column("distance")] int Distance,
    [Column("origin", Kind = ColumnKind.Category)] string Origin,
    [Column("destination", Kind = ColumnKind.Category)] string Destination);
