using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Finds the features that a transformer works on.</summary>
internal static class FeatureSelection
{
    /// <summary>Marks the features that are named, or, if none are, those of a kind.</summary>
    /// <param name="schema">The features there are.</param>
    /// <param name="columns">The names that were chosen, or null.</param>
    /// <param name="ofKind">Says whether a feature is of the transformer's kind.</param>
    /// <returns>One truth value a feature.</returns>
    /// <exception cref="ModelyardException">A name is not in the schema, or its feature is not of the kind.</exception>
    internal static bool[] Mark(FeatureSchema schema, IReadOnlyList<string>? columns, Func<Feature, bool> ofKind)
    {
        var marked = new bool[schema.Count];
        if (columns is null)
        {
            for (int i = 0; i < schema.Count; i++)
            {
                marked[i] = ofKind(schema[i]);
            }

            return marked;
        }

        foreach (string name in columns)
        {
            int position = schema.IndexOf(name);
            if (position < 0)
            {
                throw new ModelyardException($"The column '{name}' is not among the features. There are {string.Join(", ", schema.Select(feature => feature.Name).Take(20))}.");
            }

            if (!ofKind(schema[position]))
            {
                throw new ModelyardException($"The column '{name}' is {schema[position].Kind}; this step cannot work on it.");
            }

            marked[position] = true;
        }

        return marked;
    }
}
