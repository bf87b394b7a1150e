using System.Globalization;

namespace Modelyard.Frames.Validation.Checks;

/// <summary>Finds what in a schema contradicts itself.</summary>
internal static class SchemaReview
{
    private const int LongestPattern = 2_000;

    /// <summary>Refuses a schema that contradicts itself.</summary>
    /// <exception cref="ModelyardException">It does; the message lists all problems.</exception>
    public static void Check(TableSchema schema)
    {
        string[] problems = [.. Problems(schema).Select(problem => problem.Message)];
        if (problems.Length > 0)
        {
            throw new ModelyardException(problems.Length == 1
                ? problems[0]
                : string.Create(CultureInfo.InvariantCulture, $"The schema has {problems.Length} problems.\n  {string.Join("\n  ", problems)}"));
        }
    }

    /// <summary>Finds all problems.</summary>
    /// <returns>Where each is, as the names of the parts from the outside in, and a full sentence.</returns>
    public static IEnumerable<(string[] Place, string Message)> Problems(TableSchema schema)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (ColumnSchema column in schema.Columns)
        {
            if (string.IsNullOrEmpty(column.Name) || !names.Add(column.Name))
            {
                yield return (["columns"], string.IsNullOrEmpty(column.Name) ? "A column has no name and must have one." : $"The column '{column.Name}' occurs twice and must occur once.");
                continue;
            }

            foreach ((string key, string message) in ColumnProblems(column))
            {
                yield return (["columns", column.Name, key], $"The column '{column.Name}': {message}");
            }
        }

        foreach ((string[], string) problem in TableProblems(schema))
        {
            yield return problem;
        }
    }

    private static IEnumerable<(string Key, string Message)> ColumnProblems(ColumnSchema column)
    {
        string kind = column.Kind.ToString().ToLowerInvariant();
        if (!Enum.IsDefined(column.Kind) || !Enum.IsDefined(column.Monotonicity))
        {
            yield return ("kind", $"The kind '{column.Kind}' or the order '{column.Monotonicity}' is unknown.");
        }

        foreach ((string key, Label bound) in Bounds(column))
        {
            if (!bound.IsMissing && !SchemaValue.CanBound(bound, column.Kind))
            {
                yield return (key, column.Kind is ColumnKind.Integer or ColumnKind.Double or ColumnKind.Timestamp
                    ? $"The {key} is '{bound}' and must be {(column.Kind == ColumnKind.Timestamp ? "a time" : "a finite number of 64 bits")}, as the kind '{kind}' asks for."
                    : $"The {key} is '{bound}', and the kind '{kind}' has no range; only integers, doubles and timestamps have one.");
            }
            else if (column.Kind == ColumnKind.Integer && bound.Value is long integer && integer == (key == "exclusive-minimum" ? long.MaxValue : long.MinValue) && key.StartsWith("exclusive", StringComparison.Ordinal))
            {
                yield return (key, $"The {key} is '{bound}', beyond which there is no integer of 64 bits; leave it out or write it without 'exclusive'.");
            }
        }

        if (RangeFault(column) is { } range)
        {
            yield return range;
        }

        if (column.Finite && column.Kind != ColumnKind.Double)
        {
            yield return ("finite", $"'finite' is set, and the kind is '{kind}'; only doubles can be infinite.");
        }

        foreach (Label value in column.Allowed ?? [])
        {
            if (!SchemaValue.Fits(value, column.Kind))
            {
                yield return ("allowed", $"The allowed value '{value}' is none of the kind '{kind}'.");
            }
        }

        if (column.Allowed is { Count: 0 })
        {
            yield return ("allowed", "No value is allowed and at least one must be; leave the list out to allow any.");
        }

        foreach ((string key, string message) in TextProblems(column, kind).Concat(OtherProblems(column)))
        {
            yield return (key, message);
        }
    }

    private static (string Key, Label Bound)[] Bounds(ColumnSchema column) =>
        [("minimum", column.Minimum), ("maximum", column.Maximum), ("exclusive-minimum", column.ExclusiveMinimum), ("exclusive-maximum", column.ExclusiveMaximum)];

    /// <summary>Finds bounds between which no value lies; bounds that are faulty by themselves are left to the other checks.</summary>
    private static (string Key, string Message)? RangeFault(ColumnSchema column)
    {
        (string Key, Label Bound)[] bounds = Array.FindAll(Bounds(column), one => !one.Bound.IsMissing && SchemaValue.CanBound(one.Bound, column.Kind));
        foreach ((string lower, Label least) in bounds.Where(one => one.Key.EndsWith("minimum", StringComparison.Ordinal)))
        {
            foreach ((string upper, Label greatest) in bounds.Where(one => one.Key.EndsWith("maximum", StringComparison.Ordinal)))
            {
                if (!SchemaValue.HasValueBetween(least, lower != "minimum", greatest, upper != "maximum", column.Kind))
                {
                    return (lower, $"The {lower} is '{least}' and the {upper} is '{greatest}', between which there is no value of the kind '{column.Kind.ToString().ToLowerInvariant()}'; exchange them, or leave one out.");
                }
            }
        }

        return null;
    }

    private static IEnumerable<(string Key, string Message)> TextProblems(ColumnSchema column, string kind)
    {
        bool isText = column.Kind is ColumnKind.Text or ColumnKind.Category;
        foreach ((string key, bool isSet) in new[] { ("minimum-length", column.MinimumLength is not null), ("maximum-length", column.MaximumLength is not null), ("pattern", column.Pattern is not null) })
        {
            if (isSet && !isText)
            {
                yield return (key, $"'{key}' is set, and the kind is '{kind}'; only texts and categories have a {(key == "pattern" ? "pattern" : "length")}.");
            }
        }

        if (column.MinimumLength < 0 || column.MaximumLength < 0 || column.MinimumLength > column.MaximumLength)
        {
            yield return ("minimum-length", $"The length is from '{column.MinimumLength}' to '{column.MaximumLength}' and must be from 0 or more to no less.");
        }

        if (column.Pattern is not { } pattern)
        {
            yield break;
        }

        if (PatternFault(pattern) is { } fault)
        {
            yield return ("pattern", $"The pattern is no regular expression: {fault.TrimEnd('.')}.");
        }
    }

    private static string? PatternFault(string pattern)
    {
        if (pattern.Length > LongestPattern)
        {
            return $"it has '{pattern.Length}' characters and may have '{LongestPattern}'";
        }

        try
        {
            _ = TextTest.Pattern.Compile(pattern);
            return null;
        }
        catch (ArgumentException exception)
        {
            return exception.Message;
        }
    }

    private static IEnumerable<(string Key, string Message)> OtherProblems(ColumnSchema column)
    {
        if (column.MaximumMissingShare is { } share)
        {
            if (share is not (>= 0 and <= 1))
            {
                yield return ("maximum-missing-share", $"The greatest share of missing cells is '{share}' and must be from 0 to 1.");
            }
            else if (!column.Nullable)
            {
                yield return ("maximum-missing-share", $"The greatest share of missing cells is '{share}', and the column is not nullable; make it so.");
            }
        }

        foreach (string code in column.Warnings)
        {
            if (CodeFault(code) is { } fault)
            {
                yield return ("warnings", fault);
            }
        }
    }

    private static IEnumerable<(string[] Place, string Message)> TableProblems(TableSchema schema)
    {
        if (schema.MinimumRows < 0 || schema.MaximumRows < 0 || schema.MinimumRows > schema.MaximumRows)
        {
            yield return (["rows"], $"The number of rows is from '{schema.MinimumRows}' to '{schema.MaximumRows}' and must be from 0 or more to no less.");
        }

        for (int i = 0; i < schema.Keys.Count; i++)
        {
            if (schema.Keys[i].Columns.Count == 0 || schema.Keys[i].Columns.Distinct(StringComparer.Ordinal).Count() < schema.Keys[i].Columns.Count)
            {
                yield return (["keys", $"{i}"], $"The key '{string.Join(", ", schema.Keys[i].Columns)}' must name at least one column, and each once.");
            }
        }

        for (int i = 0; i < schema.Rules.Count; i++)
        {
            if (string.IsNullOrEmpty(schema.Rules[i].Name) || schema.Rules.Take(i).Any(rule => rule.Name == schema.Rules[i].Name))
            {
                yield return (["rules", $"{i}"], $"The rule '{schema.Rules[i].Condition}' has the name '{schema.Rules[i].Name}' and must have one of its own.");
            }
        }

        for (int i = 0; i < schema.Freshness.Count; i++)
        {
            FreshnessRule rule = schema.Freshness[i];
            if (rule.Within <= TimeSpan.Zero)
            {
                yield return (["freshness", $"{i}"], $"The freshness of '{rule.Column}' is '{rule.Within}' and must be more than zero.");
            }
            else if (schema.Columns.FirstOrDefault(column => column.Name == rule.Column) is { Kind: not ColumnKind.Timestamp } column)
            {
                yield return (["freshness", $"{i}"], $"The freshness is that of '{rule.Column}', which is of the kind '{column.Kind.ToString().ToLowerInvariant()}' and must be a timestamp.");
            }
        }

        for (int i = 0; i < schema.References.Count; i++)
        {
            ReferenceRule key = schema.References[i];
            if (key.Columns.Count == 0 || key.Columns.Count != key.ReferencedColumns.Count || string.IsNullOrEmpty(key.Table))
            {
                yield return (["references", $"{i}"], $"The reference of '{string.Join(", ", key.Columns)}' must name a table, and as many columns of it as it has itself, at least one.");
            }
        }

        foreach (string code in schema.Warnings)
        {
            if (CodeFault(code) is { } fault)
            {
                yield return (["warnings"], fault);
            }
        }
    }

    private static string? CodeFault(string code) => ValidationCodes.All.Any(known => ValidationCodes.IsWithin(known.Key, code))
        ? null
        : $"The code '{code}' under 'warnings' is unknown. The nearest is '{Spelling.Nearest(code, ValidationCodes.All.SelectMany(known => new[] { known.Key.Split('.')[0], known.Key }).Distinct())}'.";
}
