namespace Modelyard.Inference;

/// <summary>Decides term by term which columns a design needs, so that none depends on others by its coding.</summary>
/// <remarks>
/// The products of all levels of categories hold what each smaller choice of these categories explains (the mean, each alone, each pair, ...). A term gets columns for those parts that no term before
/// it has: after its main effects an interaction takes all levels but the first of each category, without them as many more as there is to explain. So the model is the same whatever is left out.
/// Source: Chambers and Hastie (1992), Statistical Models in S, chapter 2.
/// </remarks>
internal sealed class TermCoding
{
    private readonly HashSet<string> _covered = new(StringComparer.Ordinal);
    private readonly List<DesignTerm> _terms = [];

    internal TermCoding(bool intercept)
    {
        if (intercept)
        {
            _terms.Add(new DesignTerm(DesignMatrix.InterceptName, 0, 1));
            _covered.Add(Part(new CodedProduct([]).Numbers, []));
        }
    }

    /// <summary>Gets the terms so far.</summary>
    internal IReadOnlyList<DesignTerm> Terms => _terms;

    /// <summary>Adds a term.</summary>
    /// <param name="name">The name.</param>
    /// <param name="columns">The columns of which it is the product.</param>
    internal void Add(string name, IReadOnlyList<CodedColumn> columns)
    {
        string numbers = new CodedProduct(columns).Numbers;
        CodedColumn[] categories = [.. columns.Where(column => column.IsCategory)];
        var parts = new List<(int Members, int Full)>();
        foreach (int members in Enumerable.Range(0, 1 << categories.Length).OrderBy(int.PopCount))
        {
            if (_covered.Add(Part(numbers, categories.Where((_, place) => (members & (1 << place)) != 0))))
            {
                parts.Add((members, 0));
            }
        }

        Join(parts);
        CodedProduct[] products = [.. parts.Select(part => new CodedProduct([.. columns
            .Where(column => !column.IsCategory || (part.Members & (1 << Array.IndexOf(categories, column))) != 0)
            .Select(column => column with { IsFull = column.IsCategory && (part.Full & (1 << Array.IndexOf(categories, column))) != 0 })]))];
        int first = _terms.Count == 0 ? 0 : _terms[^1].First + _terms[^1].Count;
        _terms.Add(new DesignTerm(name, first, products.Sum(product => product.Count)) { Products = products });
    }

    /// <summary>Joins a part with the one that has one category more, which then has all its levels.</summary>
    private static void Join(List<(int Members, int Full)> parts)
    {
        for (int i = 0; i < parts.Count; i++)
        {
            for (int j = i + 1; j < parts.Count; j++)
            {
                int more = parts[j].Members & ~parts[i].Members;
                if (int.PopCount(more) == 1 && (parts[i].Members & ~parts[j].Members) == 0 && parts[i].Full == parts[j].Full)
                {
                    parts[j] = (parts[j].Members, parts[j].Full | more);
                    parts.RemoveAt(i);
                    i = -1;
                    break;
                }
            }
        }
    }

    private static string Part(string numbers, IEnumerable<CodedColumn> categories) =>
        $"{numbers}\n{string.Join('\0', categories.Select(category => category.Name).Order(StringComparer.Ordinal))}";
}
