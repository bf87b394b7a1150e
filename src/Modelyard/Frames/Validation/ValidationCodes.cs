namespace Modelyard.Frames.Validation;

/// <summary>Names the checks by codes that stay the same from version to version, so that programs can tell failures apart.</summary>
public static class ValidationCodes
{
    /// <summary>A required column is not there.</summary>
    public const string ColumnAbsent = "column.absent";

    /// <summary>A column is there that the schema does not name.</summary>
    public const string ColumnExtra = "column.extra";

    /// <summary>The columns do not stand in the order of the schema.</summary>
    public const string ColumnOrder = "column.order";

    /// <summary>A column, or a value of a record, is of another kind.</summary>
    public const string Kind = "kind";

    /// <summary>A cell cannot be read as the kind of its column.</summary>
    public const string KindFormat = "kind.format";

    /// <summary>A cell would lose something as the kind of its column.</summary>
    public const string KindLossy = "kind.lossy";

    /// <summary>A cell is missing.</summary>
    public const string Missing = "missing";

    /// <summary>Too many cells are missing.</summary>
    public const string MissingShare = "missing.share";

    /// <summary>A number or a time is too small.</summary>
    public const string RangeMinimum = "range.minimum";

    /// <summary>A number or a time is too great.</summary>
    public const string RangeMaximum = "range.maximum";

    /// <summary>A number is infinite.</summary>
    public const string RangeFinite = "range.finite";

    /// <summary>A value is none of those allowed.</summary>
    public const string Set = "set";

    /// <summary>A text is too short.</summary>
    public const string LengthMinimum = "length.minimum";

    /// <summary>A text is too long.</summary>
    public const string LengthMaximum = "length.maximum";

    /// <summary>A text does not have the form asked for.</summary>
    public const string Pattern = "pattern";

    /// <summary>A value, or a combination of values, occurred before.</summary>
    public const string Unique = "unique";

    /// <summary>A value does not follow the one before as it must.</summary>
    public const string Monotonic = "monotonic";

    /// <summary>A rule over the columns of a row does not hold.</summary>
    public const string Rule = "rule";

    /// <summary>A rule cannot be computed on this table.</summary>
    public const string RuleInvalid = "rule.invalid";

    /// <summary>There are too few rows.</summary>
    public const string RowsMinimum = "rows.minimum";

    /// <summary>There are too many rows.</summary>
    public const string RowsMaximum = "rows.maximum";

    /// <summary>The newest time is too old.</summary>
    public const string Freshness = "freshness";

    /// <summary>A value does not occur in the table that it refers to.</summary>
    public const string Reference = "reference";

    /// <summary>The table that is referred to was not given, or lacks a column.</summary>
    public const string ReferenceAbsent = "reference.absent";

    /// <summary>A record is no JSON object, or names a property twice.</summary>
    public const string RecordFormat = "record.format";

    /// <summary>Gets all codes with what they mean, in the order in which checks are reported.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> All { get; } =
    [
        new(ColumnAbsent, "A required column is not there."),
        new(ColumnExtra, "A column is there that the schema does not name."),
        new(ColumnOrder, "The columns do not stand in the order of the schema."),
        new(Kind, "A column, or a value of a record, is of another kind."),
        new(KindFormat, "A cell cannot be read as the kind of its column."),
        new(KindLossy, "A cell would lose something as the kind of its column."),
        new(Missing, "A cell is missing."),
        new(MissingShare, "Too many cells are missing."),
        new(RangeMinimum, "A number or a time is too small."),
        new(RangeMaximum, "A number or a time is too great."),
        new(RangeFinite, "A number is infinite."),
        new(Set, "A value is none of those allowed."),
        new(LengthMinimum, "A text is too short."),
        new(LengthMaximum, "A text is too long."),
        new(Pattern, "A text does not have the form asked for."),
        new(Unique, "A value, or a combination of values, occurred before."),
        new(Monotonic, "A value does not follow the one before as it must."),
        new(Rule, "A rule over the columns of a row does not hold."),
        new(RuleInvalid, "A rule cannot be computed on this table."),
        new(RowsMinimum, "There are too few rows."),
        new(RowsMaximum, "There are too many rows."),
        new(Freshness, "The newest time is too old."),
        new(Reference, "A value does not occur in the table that it refers to."),
        new(ReferenceAbsent, "The table that is referred to was not given, or lacks a column."),
        new(RecordFormat, "A record is no JSON object, or names a property twice."),
    ];

    /// <summary>Determines whether a code is the one named or lies within it, as <c>range.minimum</c> lies within <c>range</c>.</summary>
    internal static bool IsWithin(string code, string name) =>
        code.StartsWith(name, StringComparison.Ordinal) && (code.Length == name.Length || code[name.Length] == '.');
}
