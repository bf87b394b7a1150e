using System.Text;
using Modelyard.Frames.Keys;

namespace Modelyard.Frames.Indexing;

/// <summary>Represents a level of an index as the ranks of its cells among the level's different labels: equal cells have equal ranks, and ranks sort as cells do.</summary>
internal sealed class LevelCodes
{
    private LevelCodes(int[] ranks, Column values, bool hasMissing)
    {
        Ranks = ranks;
        Values = values;
        Bound = values.Length + (hasMissing ? 1 : 0);
    }

    /// <summary>Gets one rank a cell; a missing one has the last, which is the number of labels.</summary>
    public int[] Ranks { get; }

    /// <summary>Gets the different labels, sorted, without the missing one.</summary>
    public Column Values { get; }

    /// <summary>Gets what all ranks are below.</summary>
    public int Bound { get; }

    /// <summary>Ranks the cells of a level.</summary>
    public static LevelCodes Of(Column level)
    {
        var keys = RowKeys.Of([level], MissingKeys.Dropped);
        Column values = level.Take(keys.FirstRows());
        int[] order = Frame.Of(values).SortedRows([values.Name]);
        int[] rankOf = new int[order.Length];
        for (int rank = 0; rank < order.Length; rank++)
        {
            rankOf[order[rank]] = rank;
        }

        int[] ranks = keys.Numbers[0];
        for (int row = 0; row < ranks.Length; row++)
        {
            ranks[row] = ranks[row] < 0 ? order.Length : rankOf[ranks[row]];
        }

        return new LevelCodes(ranks, values.Take(order), level.MissingCount > 0);
    }

    /// <summary>Finds where a label stands among the labels.</summary>
    /// <returns>Its rank and true; or, if the level has no such label, the rank of the next greater one and false.</returns>
    /// <exception cref="ModelyardException">The label is of a kind that the level cannot hold.</exception>
    public (int Rank, bool Found) Find(Label label)
    {
        if (label.IsMissing)
        {
            return (Values.Length, Bound > Values.Length);
        }

        return (Values, label.Value) switch
        {
            (IntegerColumn integers, long integer) => Search(value => integers.Values[value].CompareTo(integer)),
            (IntegerColumn integers, double number) => Search(value => ((double)integers.Values[value]).CompareTo(number)),
            (DoubleColumn numbers, long or double) => Search(value => numbers.Values[value].CompareTo(label.Number!.Value + 0.0)),
            (BooleanColumn booleans, bool boolean) => Search(value => booleans.Values[value].CompareTo(boolean)),
            (TimestampColumn times, DateTime time) => Search(value => times.Ticks[value].CompareTo(time.Ticks)),
            (CategoryColumn { IsOrdered: true } categories, string text) => FindOrdered(categories, text),
            (CategoryColumn categories, string text) => Search(value => CategoryColumn.CompareByCodePoint(categories[value]!, text)),
            (TextColumn texts, string text) => SearchText(texts, Encoding.UTF8.GetBytes(text)),
            _ => throw new ModelyardException($"The level '{Values.Name}' holds '{Values.Kind}' and the label '{label}' is {Spoken(label)}; ask for a label of the level's kind."),
        };
    }

    /// <summary>Finds a label whose order is that of the levels; one that is no level comes after all.</summary>
    private static (int Rank, bool Found) FindOrdered(CategoryColumn values, string text)
    {
        for (int rank = 0; rank < values.Length; rank++)
        {
            if (values[rank] == text)
            {
                return (rank, true);
            }
        }

        return (values.Length, false);
    }

    private (int Rank, bool Found) SearchText(TextColumn texts, byte[] text) => Search(value => texts.Utf8(value).SequenceCompareTo(text));

    private (int Rank, bool Found) Search(Func<int, int> compare)
    {
        int from = 0, to = Values.Length;
        while (from < to)
        {
            int middle = (from + to) >> 1;
            if (compare(middle) < 0)
            {
                from = middle + 1;
            }
            else
            {
                to = middle;
            }
        }

        return (from, from < Values.Length && compare(from) == 0);
    }

    private static string Spoken(Label label) => label.Value switch
    {
        string => "a text",
        bool => "a boolean",
        DateTime => "a time",
        _ => "a number",
    };
}
