using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Probability;

namespace Modelyard.Monitoring;

/// <summary>Represents how far rows have moved from a reference as a whole, though perhaps no column has on its own: a classifier, principal components and a kernel look at columns together, and at texts and embeddings.</summary>
/// <remarks>
/// Where nothing has changed the chance that any look tells of something is at most the level: p-values are adjusted for all looks by the method of Holm, however they depend on each other.
/// Identifiers and times are left out, and columns that only one of the tables has.
/// Sources: Friedman (2003), On Multivariate Goodness-of-Fit and Two-Sample Testing, Stanford Linear Accelerator Center; Gretton et al. (2012), A Kernel Two-Sample Test, Journal of Machine Learning Research 13;
/// Holm (1979), A Simple Sequentially Rejective Multiple Test Procedure, Scandinavian Journal of Statistics 6(2).
/// </remarks>
public sealed class TogetherDrift
{
    /// <summary>The least number of rows of each table.</summary>
    public const int LeastRows = 20;

    private const ulong ReferenceDraw = 1, CurrentDraw = 2;

    private TogetherDrift(TogetherOptions options, IReadOnlyList<TogetherLook> looks) => (Options, Looks) = (options, looks);

    /// <summary>Gets what was looked at, and what counts as drift.</summary>
    public TogetherOptions Options { get; }

    /// <summary>Gets the looks: at the columns, at each text, and at each embedding.</summary>
    public IReadOnlyList<TogetherLook> Looks { get; }

    /// <summary>Gets a value indicating whether any look tells of drift.</summary>
    public bool HasDrifted => Looks.Any(look => look.Drifted);

    /// <summary>Gets what came out, in a sentence.</summary>
    public string Summary
    {
        get
        {
            string[] moved = [.. Looks.Where(look => look.Drifted).Select(Title).Distinct(StringComparer.Ordinal)];
            return Looks.All(look => double.IsNaN(look.PValue)) ? "Together nothing could be compared."
                : moved.Length == 0 ? $"Together no drift: {(Looks.Any(look => look.AdjustedPValue <= Options.Level) ? "what differs beyond chance is less than matters" : "no look tells the rows from those of the reference")}."
                : $"Together drift: {string.Join(", ", moved)} {(moved.Length == 1 && moved[0] != Title(TogetherSubject.Columns, "") ? "has" : "have")} moved.";
        }
    }

    /// <summary>Compares the rows of two tables.</summary>
    /// <param name="reference">The rows of the reference, 20 or more.</param>
    /// <param name="current">The rows to compare with it, 20 or more.</param>
    /// <param name="options">What is looked at; null for the defaults.</param>
    /// <param name="context">The seed, the threads and the cancellation; null for the defaults.</param>
    /// <returns>The comparison.</returns>
    /// <exception cref="ModelyardException">A table has too few rows, there is nothing to look at, no column is of a named embedding or one is no number, or an option is out of its range.</exception>
    public static TogetherDrift Compare(Frame reference, Frame current, TogetherOptions? options = null, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(current);
        options ??= new TogetherOptions();
        context ??= FitContext.Default;
        options.Check();
        Require(reference.RowCount, current.RowCount);
        var subjects = TogetherColumns.Of(reference, current, options);
        Frame then = Draw(reference, options, context.ForPart(ReferenceDraw)), now = Draw(current, options, context.ForPart(CurrentDraw)), both = Frame.ConcatRows(then, now);
        var looks = new List<TogetherLook>();
        if (subjects.Joint.Length > 0)
        {
            looks.AddRange(RowLooks.OfColumns(subjects.Encode(both, subjects.Joint), then.RowCount, context));
        }

        foreach (string text in subjects.Texts)
        {
            context.Checkpoint();
            looks.Add(OfText(text, then, now, context));
        }

        foreach ((string prefix, string[] columns) in subjects.Embeddings)
        {
            looks.AddRange(RowLooks.OfEmbedding(prefix, subjects.Encode(both, columns), then.RowCount, context));
        }

        return Judge(options, looks);
    }

    /// <summary>Compares two samples of vectors, such as the embeddings of texts or pictures.</summary>
    /// <param name="reference">The vectors of the reference, rows x features, 20 rows or more.</param>
    /// <param name="current">The vectors to compare with them, of the same features.</param>
    /// <param name="options">What counts as drift; null for the defaults. Names of columns have no meaning here.</param>
    /// <param name="context">The seed, the threads and the cancellation; null for the defaults.</param>
    /// <returns>The comparison.</returns>
    /// <exception cref="ModelyardException">A sample has too few rows, the features differ, or an option is out of its range.</exception>
    public static TogetherDrift Compare(Matrix reference, Matrix current, TogetherOptions? options = null, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(current);
        options ??= new TogetherOptions();
        context ??= FitContext.Default;
        options.Check();
        Require(reference.Rows, current.Rows);
        if (reference.Columns != current.Columns)
        {
            throw new ModelyardException($"The vectors of the reference have '{reference.Columns}' features and those of now '{current.Columns}'; both must have the same.");
        }

        int[] then = Choose(reference.Rows, options, context.ForPart(ReferenceDraw)), now = Choose(current.Rows, options, context.ForPart(CurrentDraw));
        var both = new Matrix(then.Length + now.Length, reference.Columns);
        for (int row = 0; row < both.Rows; row++)
        {
            (row < then.Length ? reference.Row(then[row]) : current.Row(now[row - then.Length])).CopyTo(both.Row(row));
        }

        return Judge(options, RowLooks.OfEmbedding("", Dataset.WithoutTarget(both), then.Length, context));
    }

    /// <summary>Says what a look was at, in words.</summary>
    internal static string Title(TogetherLook look) => Title(look.Subject, look.Name);

    private static string Title(TogetherSubject subject, string name) => subject switch
    {
        TogetherSubject.Columns => "the columns",
        TogetherSubject.Text => $"the text '{name}'",
        _ => name.Length == 0 ? "the embedding" : $"the embedding '{name}'",
    };

    private static TogetherLook OfText(string text, Frame then, Frame now, FitContext context)
    {
        var look = new TogetherLook(TogetherSubject.Text, text, TogetherMethod.DomainClassifier) { ReferenceRows = then.RowCount, CurrentRows = now.RowCount };
        try
        {
            var drift = TextDrift.Compare(then[text], now[text], context);
            return look with { Statistic = drift.Area.Value, Interval = drift.Area, PValue = drift.PValue, Effect = RowLooks.Above(drift.Area.Value), Words = drift.Words, Evidence = drift.Evidence };
        }
        catch (ModelyardException problem)
        {
            // What one text lacks is no reason not to look at the others.
            return look with { Evidence = problem.Message };
        }
    }

    private static TogetherDrift Judge(TogetherOptions options, IReadOnlyList<TogetherLook> looks)
    {
        TogetherLook[] held = [.. looks.Select(look => options.Usual.TryGetValue(look.Id, out UsualEffect? usual) ? look with { PValue = Math.Max(look.PValue, usual.Chance(look.Effect)) } : look)];
        TogetherLook[] taken = [.. held.Where(look => !double.IsNaN(look.PValue))];
        var adjusted = taken.Zip(MultipleTests.Holm([.. taken.Select(look => look.PValue)])).ToDictionary(one => one.First, one => one.Second);
        return new TogetherDrift(options, [.. held.Select(look => !adjusted.TryGetValue(look, out double chance) ? look : look with
        {
            AdjustedPValue = chance,
            Drifted = chance <= options.Level && look.Effect >= options.LeastEffect,
            Evidence = chance <= options.Level ? look.Evidence : "no more than chance",
        })]);
    }

    private static Frame Draw(Frame table, TogetherOptions options, FitContext context) => table.RowCount <= options.MostRows ? table : table.Sample(options.MostRows, context.Seed);

    private static int[] Choose(int rows, TogetherOptions options, FitContext context)
    {
        int[] chosen = context.Random().Permutation(rows)[..Math.Min(rows, options.MostRows)];
        Array.Sort(chosen);
        return chosen;
    }

    private static void Require(int reference, int current)
    {
        if (reference < LeastRows || current < LeastRows)
        {
            throw new ModelyardException($"There are '{reference}' rows of the reference and '{current}' to compare with it, and to look at columns together there must be {LeastRows} or more of each.");
        }
    }
}
