using Modelyard.Learning;

namespace Modelyard.Explanation;

/// <summary>Finds features by name.</summary>
internal static class DataFeature
{
    /// <summary>Finds the position of a feature.</summary>
    /// <exception cref="ModelyardException">There is none of this name; the message names the nearest.</exception>
    internal static int Find(FeatureSchema features, string name)
    {
        int position = features.IndexOf(name);
        return position >= 0
            ? position
            : throw new ModelyardException($"The feature '{name}' is not one that the model reads. The nearest is '{Spelling.Nearest(name, features.Select(feature => feature.Name))}'.");
    }

    /// <summary>Finds the positions of one feature or of two.</summary>
    /// <exception cref="ModelyardException">There is none of a name, or they are not one or two different ones.</exception>
    internal static int[] FindOneOrTwo(FeatureSchema features, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        int[] positions = [.. names.Select(name => Find(features, name))];
        return positions.Length is 1 or 2 && positions.Distinct().Count() == positions.Length
            ? positions
            : throw new ModelyardException($"The dependence is asked for on '{string.Join(", ", names)}' and must be on one feature, or on two different ones.");
    }
}
