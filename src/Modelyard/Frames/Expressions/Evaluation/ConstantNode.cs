using System.Globalization;

namespace Modelyard.Frames.Expressions.Evaluation;

/// <summary>Represents a value that is the same for all rows.</summary>
internal sealed class ConstantNode : Node
{
    private ConstantNode(ColumnKind kind, object? value, bool isUntyped)
        : base(kind, FormattableString.Invariant($"constant {(isUntyped ? "null" : kind)} {Spell(value)}"))
    {
        Value = value;
        IsUntyped = isUntyped;
    }

    /// <summary>Gets the value: a boolean, 64-bit integer, double, text or <see cref="DateTime"/>; null if missing.</summary>
    public object? Value { get; }

    /// <summary>Gets a value indicating whether this is a missing value that takes the kind of what it stands beside.</summary>
    public bool IsUntyped { get; }

    /// <summary>Creates a value.</summary>
    public static ConstantNode Of(object? value) => value switch
    {
        null => new(ColumnKind.Double, null, isUntyped: true),
        double.NaN => new(ColumnKind.Double, null, isUntyped: false),
        double => new(ColumnKind.Double, value, isUntyped: false),
        long => new(ColumnKind.Integer, value, isUntyped: false),
        bool => new(ColumnKind.Boolean, value, isUntyped: false),
        DateTime => new(ColumnKind.Timestamp, value, isUntyped: false),
        _ => new(ColumnKind.Category, (string)value, isUntyped: false),
    };

    /// <summary>Creates the missing value of a kind.</summary>
    public static ConstantNode MissingOf(ColumnKind kind) => new(kind, null, isUntyped: false);

    /// <inheritdoc/>
    public override void Run(Block block, Lane result)
    {
        result.MakeConstant(Value is null);
        switch (Kind)
        {
            case ColumnKind.Double:
                result.WriteDoubles()[0] = Value is double number ? number : double.NaN;
                break;
            case ColumnKind.Integer:
                result.WriteIntegers()[0] = Value is long integer ? integer : 0;
                break;
            case ColumnKind.Timestamp:
                result.WriteIntegers()[0] = Value is DateTime time ? time.Ticks : 0;
                break;
            case ColumnKind.Boolean:
                result.WriteTrue().Fill(Value is true ? ulong.MaxValue : 0);
                break;
            default:
                result.WriteCodes(Value is string text ? TextCells.Of([text]) : TextCells.None)[0] = Value is null ? CategoryColumn.Missing : 0;
                break;
        }
    }

    private static string Spell(object? value) => value switch
    {
        double number => BitConverter.DoubleToInt64Bits(number).ToString(CultureInfo.InvariantCulture),
        DateTime time => FormattableString.Invariant($"{time.Ticks} {time.Kind}"),
        null => string.Empty,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
