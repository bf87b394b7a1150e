using Modelyard.Learning;

namespace Modelyard.Explanation.Counterfactuals;

/// <summary>Checks that a constraint can be kept by the column that it names.</summary>
internal static class ConstraintCheck
{
    /// <summary>Checks a constraint.</summary>
    /// <exception cref="ModelyardException">It cannot be kept.</exception>
    internal static void Run(ColumnConstraint constraint, FeatureSchema columns)
    {
        int place = columns.IndexOf(constraint.Column);
        if (place < 0)
        {
            throw new ModelyardException($"The column '{constraint.Column}' of a constraint is not one that the model reads. It reads {string.Join(", ", columns.Take(30).Select(column => column.Name))}{(columns.Count > 30 ? ", ..." : "")}.");
        }

        Feature own = columns[place];
        bool isNumber = own.Kind is FeatureKind.Numeric or FeatureKind.Timestamp;
        if (!isNumber && (constraint.Direction != ChangeDirection.Any || constraint.Low is not null || constraint.High is not null || constraint.Step is not null))
        {
            throw new ModelyardException($"The column '{own.Name}' is {own.Kind}; a direction, a range and a step are for numbers and times. Name its allowed levels, or keep it as it is.");
        }

        if (constraint.Levels is { } levels)
        {
            string[] known = own.Kind == FeatureKind.Boolean ? ["false", "true"] : own.IsCategorical ? [.. own.Levels] : throw new ModelyardException($"The column '{own.Name}' is {own.Kind} and has no levels. Give it a range.");
            string? unknown = levels.FirstOrDefault(level => !known.Contains(level, StringComparer.Ordinal));
            if (unknown is not null)
            {
                throw new ModelyardException($"The level '{unknown}' is not one of the column '{own.Name}', which has {string.Join(", ", known.Take(30))}{(known.Length > 30 ? ", ..." : "")}.");
            }
        }

        if (constraint.Low > constraint.High || double.IsNaN(constraint.Low ?? 0) || double.IsNaN(constraint.High ?? 0))
        {
            throw new ModelyardException($"The range of the column '{own.Name}' is from '{constraint.Low}' to '{constraint.High}'; the first must not be greater than the second.");
        }

        if (constraint.Step is { } step && !(step > 0 && double.IsFinite(step)))
        {
            throw new ModelyardException($"The step of the column '{own.Name}' is '{step}' and must be greater than 0.");
        }
    }
}
