namespace Modelyard.Generators.Models;

/// <summary>Names how a member becomes a cell and a cell a member.</summary>
internal enum CellForm
{
    Boolean,
    Integer,
    Unsigned,
    Single,
    Double,
    DecimalNumber,
    DecimalText,
    Text,
    Category,
    Level,
    EnumerationNumber,
    Time,
    Offset,
    Date,
    Seconds,
    Ticks,
    Guid,
}
