using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Gives the features that a transformer makes names that no other has: a table may well hold a column 'date.year' beside 'date'.</summary>
internal static class OutputSchema
{
    /// <summary>Makes a schema. What is passed on keeps its name; what is made gets a number if its name is taken, as in <c>date.year (2)</c>.</summary>
    /// <param name="inputs">The features that go in.</param>
    /// <param name="outputs">The features that come out; those that are passed on are the very ones that went in.</param>
    internal static FeatureSchema Of(FeatureSchema inputs, IEnumerable<Feature> outputs)
    {
        Feature[] all = [.. outputs];
        bool[] passedOn = Array.ConvertAll(all, feature => inputs.IndexOf(feature.Name) is >= 0 and int at && ReferenceEquals(inputs[at], feature));
        var taken = new HashSet<string>(all.Where((_, i) => passedOn[i]).Select(feature => feature.Name), StringComparer.Ordinal);
        for (int i = 0; i < all.Length; i++)
        {
            string name = all[i].Name;
            for (int number = 2; !passedOn[i] && !taken.Add(name); number++)
            {
                name = $"{all[i].Name} ({number})";
            }

            all[i] = passedOn[i] ? all[i] : all[i] with { Name = name };
        }

        return new FeatureSchema(all);
    }
}
