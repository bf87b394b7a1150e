using Modelyard.Learning;

namespace Modelyard.Trees.Boosting;

/// <summary>Represents the groups of features that may meet on a way from the root of a tree to a leaf.</summary>
internal sealed class InteractionGroups
{
    private readonly bool[][] _members;

    private InteractionGroups(bool[][] members) => _members = members;

    /// <summary>Gets the groups that are open at the root: all of them.</summary>
    internal int[] All => [.. Enumerable.Range(0, _members.Length)];

    /// <summary>Reads interaction constraints.</summary>
    /// <returns>The groups, one of them holding the features that no constraint names; null if there are no constraints.</returns>
    /// <exception cref="ModelyardException">A feature is not in the data, or a group is empty.</exception>
    internal static InteractionGroups? Of(IReadOnlyList<IReadOnlyList<string>>? constraints, FeatureSchema schema)
    {
        if (constraints is null)
        {
            return null;
        }

        var faults = new List<string>();
        var members = new List<bool[]>();
        bool[] rest = new bool[schema.Count];
        Array.Fill(rest, true);
        foreach (IReadOnlyList<string> group in constraints)
        {
            bool[] own = new bool[schema.Count];
            foreach (string name in group)
            {
                int feature = schema.IndexOf(name);
                if (feature < 0)
                {
                    faults.Add($"The feature '{name}' of the interaction constraints is not in the data.");
                    continue;
                }

                own[feature] = true;
                rest[feature] = false;
            }

            if (group.Count == 0)
            {
                faults.Add("A group of the interaction constraints is empty and must name a feature at least.");
            }

            members.Add(own);
        }

        if (faults.Count > 0)
        {
            throw new ModelyardException(string.Join(" ", faults));
        }

        if (Array.Exists(rest, one => one))
        {
            members.Add(rest);
        }

        return new InteractionGroups([.. members]);
    }

    /// <summary>Gets the groups that are still open below a split: those that hold its feature too.</summary>
    internal int[] Below(int[] open, int feature) => Array.FindAll(open, group => _members[group][feature]);

    /// <summary>Gets those of some features that are in an open group.</summary>
    internal int[] Allowed(int[] open, int[] features) => Array.FindAll(features, feature => Array.Exists(open, group => _members[group][feature]));
}
