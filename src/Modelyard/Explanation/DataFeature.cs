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
}
