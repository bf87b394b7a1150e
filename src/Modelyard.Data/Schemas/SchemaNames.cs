using Modelyard.Frames;
using Modelyard.Frames.Validation;

namespace Modelyard.Data.Schemas;

/// <summary>Holds the names of choices in the text of a schema.</summary>
internal static class SchemaNames
{
    public static IReadOnlyList<(string Name, ColumnKind Value)> Kinds { get; } =
    [
        ("boolean", ColumnKind.Boolean), ("integer", ColumnKind.Integer), ("double", ColumnKind.Double),
        ("text", ColumnKind.Text), ("category", ColumnKind.Category), ("timestamp", ColumnKind.Timestamp),
    ];

    public static IReadOnlyList<(string Name, Monotonicity Value)> Orders { get; } =
    [
        ("none", Monotonicity.None), ("increasing", Monotonicity.Increasing), ("strictly-increasing", Monotonicity.StrictlyIncreasing),
        ("decreasing", Monotonicity.Decreasing), ("strictly-decreasing", Monotonicity.StrictlyDecreasing),
    ];

    public static IReadOnlyList<(string Name, ExtraColumns Value)> Extras { get; } =
        [("allowed", ExtraColumns.Allowed), ("refused", ExtraColumns.Refused), ("dropped", ExtraColumns.Dropped)];

    public static IReadOnlyList<(string Name, Severity Value)> Severities { get; } = [("error", Severity.Error), ("warning", Severity.Warning)];

    /// <summary>Gets the name of a choice.</summary>
    public static string Of<T>(IReadOnlyList<(string Name, T Value)> names, T value) => names.First(one => EqualityComparer<T>.Default.Equals(one.Value, value)).Name;
}
