using Modelyard.Numerics;

namespace Modelyard.Inference;

/// <summary>Computes what coefficients would be if the levels of categories were compared with the mean over the levels instead of the first level (deviation coding).</summary>
/// <remarks>
/// The model is the same, and so are fitted values; but a main effect then is one averaged over the levels of the other categories, whatever the first levels are, so that it can be tested beside its
/// interactions. Source: Yates (1934), The Analysis of Multiple Classifications with Unequal Numbers in the Different Classes, JASA 29(185).
/// </remarks>
internal static class SumCoding
{
    private static readonly string[] s_booleans = ["false", "true"];

    /// <summary>Computes the matrix that makes coefficients of the design those of deviation coding; the columns of a term keep their places.</summary>
    /// <param name="terms">The terms of the design.</param>
    internal static Matrix Of(IReadOnlyList<DesignTerm> terms)
    {
        // A product with true and false can be told by deviations if what is left without it is in the design too; else these are the numbers 1 and 0.
        (DesignTerm Term, CodedProduct[] Products)[] whole = Products(terms, withBooleans: true);
        Dictionary<string, int> places = Places(whole);
        bool areAllThere = whole.SelectMany(one => one.Products).All(product => HasMargins(product, places));
        return areAllThere ? Of(whole, places) : Of(Products(terms, withBooleans: false), Places(Products(terms, withBooleans: false)));
    }

    private static Matrix Of((DesignTerm Term, CodedProduct[] Products)[] terms, Dictionary<string, int> places)
    {
        int size = terms.Sum(one => one.Term.Count);
        var turned = new Matrix(size, size);
        foreach ((DesignTerm term, CodedProduct[] products) in terms)
        {
            int column = term.First;
            foreach (CodedProduct product in products)
            {
                for (int place = 0; place < product.Count; place++)
                {
                    Spread(product, place, turned, column++, places);
                }
            }
        }

        return turned;
    }

    /// <summary>Lists the products of each term, in which true and false may be two levels like those of a category.</summary>
    private static (DesignTerm Term, CodedProduct[] Products)[] Products(IReadOnlyList<DesignTerm> terms, bool withBooleans) => [.. terms.Select(term => (term, term.Products.DefaultIfEmpty(new CodedProduct([]))
        .Select(product => new CodedProduct([.. product.Columns.Select(column => withBooleans && column is { IsBoolean: true, Power: 1 } ? column with { Levels = s_booleans } : column)])).ToArray()))];

    private static bool HasMargins(CodedProduct product, Dictionary<string, int> places)
    {
        CodedColumn[] categories = [.. product.Columns.Where(column => column.IsCategory)];
        return Enumerable.Range(0, 1 << categories.Length).All(choice => places.ContainsKey(Key(product.Numbers, categories.Where((_, at) => (choice & (1 << at)) != 0))));
    }

    /// <summary>Finds the first column of each choice of categories: with all its levels a category stands for itself and for its absence.</summary>
    private static Dictionary<string, int> Places((DesignTerm Term, CodedProduct[] Products)[] terms)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach ((DesignTerm term, CodedProduct[] products) in terms)
        {
            int first = term.First;
            foreach (CodedProduct product in products)
            {
                CodedColumn[] full = [.. product.Columns.Where(column => column.IsFull)];
                for (int choice = 0; choice < 1 << full.Length; choice++)
                {
                    CodedColumn[] left = [.. full.Where((_, place) => (choice & (1 << place)) != 0)], members = [.. product.Columns.Where(column => column.IsCategory && !left.Contains(column))];
                    places[Key(product.Numbers, members)] = first;
                    first += members.Aggregate(1, (count, member) => count * (member.Levels.Count - 1));
                }
            }
        }

        return places;
    }

    /// <summary>Writes a product of indicators as the sum of products of deviations: an indicator of one of k levels is 1/k, and the deviations with their weights.</summary>
    private static void Spread(CodedProduct product, int place, Matrix turned, int column, Dictionary<string, int> places)
    {
        List<(CodedColumn Column, int Level)> categories = [];
        foreach (CodedColumn one in product.Columns)
        {
            (place, int own) = Math.DivRem(place, one.Count);
            if (one.IsCategory)
            {
                categories.Add((one, own + one.First));
            }
        }

        for (int choice = 0; choice < 1 << categories.Count; choice++)
        {
            (CodedColumn Column, int Level)[] chosen = [.. categories.Where((_, at) => (choice & (1 << at)) != 0)];
            double share = categories.Where((_, at) => (choice & (1 << at)) == 0).Aggregate(1.0, (value, left) => value / left.Column.Levels.Count);
            CodedColumn[] ordered = [.. chosen.Select(one => one.Column).OrderBy(one => one.Name, StringComparer.Ordinal)];
            int first = places[Key(product.Numbers, ordered)], count = ordered.Aggregate(1, (all, one) => all * (one.Levels.Count - 1));
            for (int target = 0; target < count; target++)
            {
                double weight = share;
                int rest = target;
                foreach (CodedColumn one in ordered)
                {
                    (rest, int level) = Math.DivRem(rest, one.Levels.Count - 1);
                    weight *= (level == Array.Find(chosen, other => other.Column == one).Level ? 1.0 : 0) - (1.0 / one.Levels.Count);
                }

                turned[first + target, column] += weight;
            }
        }
    }

    private static string Key(string numbers, IEnumerable<CodedColumn> categories) => $"{numbers}\n{string.Join('\0', categories.Select(category => category.Name).Order(StringComparer.Ordinal))}";
}
