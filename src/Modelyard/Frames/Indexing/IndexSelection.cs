namespace Modelyard.Frames.Indexing;

/// <summary>Finds the positions of keys by labels.</summary>
internal static class IndexSelection
{
    /// <summary>Finds the keys whose outermost labels are those given.</summary>
    public static int[] AtKey(MultiIndex index, IReadOnlyList<Label> key, IndexAxis axis)
    {
        if (key.Count == 0 || key.Count > index.LevelCount)
        {
            throw new ModelyardException($"The key ({string.Join(", ", key)}) has '{key.Count}' labels and must have '1' to '{index.LevelCount}', as there are levels of the {Spoken(axis)}.");
        }

        return AtLabels(index, [.. Enumerable.Range(0, key.Count)], key, axis);
    }

    /// <summary>Finds the keys that have a label in each of some levels.</summary>
    public static int[] AtLabels(MultiIndex index, IReadOnlyList<int> levels, IReadOnlyList<Label> labels, IndexAxis axis)
    {
        int[] ranks = [.. levels.Select((level, i) => RankOf(index, level, labels[i], axis))];
        bool isPrefix = levels.Select((level, i) => level == i).All(holds => holds) && index.SortedLevels >= levels.Count;
        int[] found;
        if (isPrefix)
        {
            (int Rank, bool Found)[] bound = Array.ConvertAll(ranks, rank => (rank, true));
            found = Range(LowerBound(index, bound), UpperBound(index, bound));
        }
        else
        {
            found = Scan(index, levels, ranks);
        }

        return found.Length > 0 ? found : throw new ModelyardException(
            $"None of the {Spoken(axis)} has {string.Join(", ", levels.Select((level, i) => $"{index.Levels[level].Name} '{labels[i]}'"))}; each label occurs, but not together.");
    }

    /// <summary>Finds the keys from one to another, both included, of an index that is sorted.</summary>
    public static int[] Between(MultiIndex index, IReadOnlyList<Label>? from, IReadOnlyList<Label>? to, IndexAxis axis)
    {
        int depth = Math.Max(from?.Count ?? 0, to?.Count ?? 0);
        if (depth > index.LevelCount)
        {
            throw new ModelyardException($"A bound of the slice has '{depth}' labels and must have at most '{index.LevelCount}', as there are levels of the {Spoken(axis)}.");
        }

        if (index.SortedLevels < depth)
        {
            throw new ModelyardException(
                $"A slice by '{depth}' levels needs {Spoken(axis)} that are sorted by them, and these are sorted by '{index.SortedLevels}'; call SortIndex first.");
        }

        int start = from is null ? 0 : LowerBound(index, Bounds(index, from));
        int end = to is null ? index.Length : UpperBound(index, Bounds(index, to));
        return Range(start, Math.Max(start, end));
    }

    /// <summary>Finds the keys whose label in a level lies from one to another, both included.</summary>
    public static int[] Between(MultiIndex index, int level, Label? from, Label? to)
    {
        LevelCodes codes = index.CodesOf(level);
        int least = from is { } low ? codes.Find(low).Rank : 0;
        int greatest = codes.Bound - 1;
        if (to is { } high)
        {
            (int rank, bool found) = codes.Find(high);
            greatest = found ? rank : rank - 1;
        }

        return Where(codes.Ranks, rank => rank >= least && rank <= greatest);
    }

    /// <summary>Finds the keys whose label in a level is one of several.</summary>
    public static int[] OneOf(MultiIndex index, int level, IEnumerable<Label> labels, IndexAxis axis)
    {
        LevelCodes codes = index.CodesOf(level);
        bool[] wanted = new bool[codes.Values.Length + 1];
        foreach (Label label in labels)
        {
            wanted[RankOf(index, level, label, axis)] = true;
        }

        return Where(codes.Ranks, rank => wanted[rank]);
    }

    private static int RankOf(MultiIndex index, int level, Label label, IndexAxis axis)
    {
        LevelCodes codes = index.CodesOf(level);
        (int rank, bool found) = codes.Find(label);
        return found ? rank : throw new ModelyardException($"The level '{index.Levels[level].Name}' of the {Spoken(axis)} has no label '{label}'{Nearest(codes.Values, label)}");
    }

    private static string Nearest(Column labels, Label label)
    {
        if (labels.Length == 0)
        {
            return ", nor any other.";
        }

        return label.Value is string text
            ? $". The nearest is '{Spelling.Nearest(text, Enumerable.Range(0, Math.Min(labels.Length, 10_000)).Select(labels.FormatCell))}'."
            : $". Its labels lie from '{labels.FormatCell(0)}' to '{labels.FormatCell(labels.Length - 1)}'.";
    }

    private static (int Rank, bool Found)[] Bounds(MultiIndex index, IReadOnlyList<Label> key) => [.. key.Select((label, level) => index.CodesOf(level).Find(label))];

    private static int LowerBound(MultiIndex index, (int Rank, bool Found)[] bound) => Search(index, position => Compare(index, position, bound) < 0);

    private static int UpperBound(MultiIndex index, (int Rank, bool Found)[] bound) => Search(index, position => Compare(index, position, bound) <= 0);

    private static int Search(MultiIndex index, Func<int, bool> isBefore)
    {
        int from = 0, to = index.Length;
        while (from < to)
        {
            int middle = (int)(((uint)from + (uint)to) >> 1);
            if (isBefore(middle))
            {
                from = middle + 1;
            }
            else
            {
                to = middle;
            }
        }

        return from;
    }

    /// <summary>Compares a key with a bound. A label that does not occur has the rank of the next greater one, so a key of that rank lies after it.</summary>
    private static int Compare(MultiIndex index, int position, (int Rank, bool Found)[] bound)
    {
        for (int level = 0; level < bound.Length; level++)
        {
            int step = index.CodesOf(level).Ranks[position].CompareTo(bound[level].Rank);
            if (step != 0 || !bound[level].Found)
            {
                return step == 0 ? 1 : step;
            }
        }

        return 0;
    }

    private static int[] Scan(MultiIndex index, IReadOnlyList<int> levels, int[] wanted)
    {
        int[] found = Where(index.CodesOf(levels[0]).Ranks, wanted[0]);
        for (int i = 1; i < levels.Count; i++)
        {
            int[] ranks = index.CodesOf(levels[i]).Ranks;
            int rank = wanted[i];
            found = Array.FindAll(found, position => ranks[position] == rank);
        }

        return found;
    }

    private static int[] Where(int[] ranks, int rank)
    {
        int[] found = new int[ranks.AsSpan().Count(rank)];
        int at = 0, count = 0;
        while (count < found.Length)
        {
            at += ranks.AsSpan(at).IndexOf(rank);
            found[count++] = at++;
        }

        return found;
    }

    private static int[] Where(int[] ranks, Func<int, bool> isWanted)
    {
        int[] found = new int[ranks.Length];
        int count = 0;
        for (int position = 0; position < ranks.Length; position++)
        {
            if (isWanted(ranks[position]))
            {
                found[count++] = position;
            }
        }

        return found[..count];
    }

    private static int[] Range(int start, int end)
    {
        int[] range = new int[end - start];
        for (int i = 0; i < range.Length; i++)
        {
            range[i] = start + i;
        }

        return range;
    }

    private static string Spoken(IndexAxis axis) => axis == IndexAxis.Rows ? "rows" : "columns";
}
