using Modelyard.Learning;

namespace Modelyard.Trees.Boosting;

/// <summary>Reads monotonic constraints.</summary>
internal static class MonotonicDirections
{
    /// <summary>Gets the direction of each feature; null if none is constrained.</summary>
    /// <exception cref="ModelyardException">A feature is not in the data or is categorical, or a direction is none of -1, 0 and 1.</exception>
    internal static sbyte[]? Of(IReadOnlyDictionary<string, int>? constraints, FeatureSchema schema)
    {
        if (constraints is null)
        {
            return null;
        }

        sbyte[] directions = new sbyte[schema.Count];
        var faults = new List<string>();
        foreach ((string name, int direction) in constraints)
        {
            int feature = schema.IndexOf(name);
            if (feature < 0)
            {
                faults.Add($"The feature '{name}' of the monotonic constraints is not in the data.");
            }
            else if (direction is < -1 or > 1)
            {
                faults.Add($"The monotonic constraint on '{name}' is '{direction}' and must be -1 (falling), 0 (none) or 1 (rising).");
            }
            else if (direction != 0 && schema[feature].IsCategorical)
            {
                faults.Add($"The feature '{name}' is categorical and cannot have a monotonic constraint: its levels have no order.");
            }
            else
            {
                directions[feature] = (sbyte)direction;
            }
        }

        if (faults.Count > 0)
        {
            throw new ModelyardException(string.Join(" ", faults));
        }

        return Array.TrueForAll(directions, direction => direction == 0) ? null : directions;
    }
}
