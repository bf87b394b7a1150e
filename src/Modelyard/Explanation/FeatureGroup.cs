using Modelyard.Learning;
using Modelyard.Preparation;
using Modelyard.Preparation.Text;

namespace Modelyard.Explanation;

/// <summary>Represents features that are looked at together.</summary>
/// <param name="Name">The name of the group.</param>
/// <param name="Features">The names of its features.</param>
public sealed record FeatureGroup(string Name, IReadOnlyList<string> Features)
{
    private const int MostNamed = 3;

    /// <summary>Finds the features that go together.</summary>
    /// <param name="data">Rows; of texts the number of words counts.</param>
    /// <param name="least">The mean association that two groups need to become one, from 0 to 1.</param>
    /// <param name="degree">The greatest number of threads, at least 1.</param>
    /// <returns>The groups of two features or more, in the order of their first features.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The association is not from 0 to 1.</exception>
    /// <remarks>
    /// Average linkage on one less the size of Spearman's correlation of two numbers, of Cramér's V of two categories, and of the correlation ratio of a number's ranks and a category. What does not vary goes with
    /// nothing.
    /// </remarks>
    public static IReadOnlyList<FeatureGroup> FindCorrelated(Dataset data, double least = 0.7, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!(least >= 0 && least <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(least), least, $"The least association is '{least}' and must be from 0 to 1.");
        }

        Dataset columns = TermLayout.ColumnsOf(data);
        int[] groups = AssociatedColumns.Groups(columns.ToDense(), least, degree);
        return [.. Enumerable.Range(0, groups.Length)
            .GroupBy(feature => groups[feature], feature => columns.Schema[feature].Name)
            .Where(group => group.Count() > 1)
            .Select(group => new FeatureGroup(NameOf([.. group]), [.. group]))];
    }

    private static string NameOf(string[] features) => features.Length <= MostNamed
        ? string.Join(" + ", features)
        : $"{string.Join(" + ", features.Take(MostNamed - 1))} + {features.Length - MostNamed + 1} others";
}
