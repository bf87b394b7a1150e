using Modelyard.Frames.Chunks;
using Modelyard.Frames.Expressions;
using Modelyard.Frames.Lineage;
using Modelyard.Frames.Summaries;
using Modelyard.Numerics;

namespace Modelyard.Frames;

/// <summary>Works on a table that is read chunk by chunk. Nothing is read before the result is, and no more than a few chunks stand in memory at once.</summary>
public static class ChunkVerbs
{
    /// <summary>Keeps the named columns, in the order named.</summary>
    /// <param name="chunks">The chunks.</param>
    /// <param name="names">The names.</param>
    /// <returns>The chunks of these columns.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    public static IFrameChunks Select(this IFrameChunks chunks, params IEnumerable<string> names)
    {
        string[] all = [.. names];
        return chunks.Map(chunk => chunk.Select(all));
    }

    /// <summary>Leaves the named columns out.</summary>
    /// <param name="chunks">The chunks.</param>
    /// <param name="names">The names.</param>
    /// <returns>The chunks of the other columns.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    public static IFrameChunks Drop(this IFrameChunks chunks, params IEnumerable<string> names)
    {
        string[] all = [.. names];
        return chunks.Map(chunk => chunk.Drop(all));
    }

    /// <summary>Keeps the rows whose flag is true.</summary>
    /// <param name="chunks">The chunks.</param>
    /// <param name="keep">Computes the flags of a chunk, one a row; a missing one drops its row.</param>
    /// <returns>The chunks of these rows; one of which no row is left is left out.</returns>
    public static IFrameChunks Filter(this IFrameChunks chunks, Func<Frame, BooleanColumn> keep)
    {
        ArgumentNullException.ThrowIfNull(keep);
        return chunks.Map(chunk => chunk.Filter(keep(chunk)));
    }

    /// <summary>Keeps the rows for which a condition is true; where it is missing the row is dropped.</summary>
    /// <param name="chunks">The chunks.</param>
    /// <param name="condition">The condition, of each row alone.</param>
    /// <returns>The chunks of these rows; one of which no row is left is left out.</returns>
    /// <exception cref="ExpressionException">The condition is none, does not fit the columns, or needs a whole column; on reading: it fails for a row.</exception>
    public static IFrameChunks Filter(this IFrameChunks chunks, Expression condition)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        ArgumentNullException.ThrowIfNull(condition);
        BoundExpression bound = condition.Bind(chunks.Kinds);
        bound.RequireCondition();
        bound.RequireRowWise();
        return new MappedChunks(chunks, chunks.Kinds, source => Numbered(source, (chunk, first) =>
            chunk.Filter((BooleanColumn)bound.Evaluate(chunk, firstRow: first)).Recorded("filter", chunk, ("where", condition.ToString()))));
    }

    /// <summary>Adds a column that is computed of each row, or replaces the one of its name.</summary>
    /// <param name="chunks">The chunks.</param>
    /// <param name="name">The name of the column.</param>
    /// <param name="expression">What is computed of each row alone.</param>
    /// <returns>The chunks with the column.</returns>
    /// <exception cref="ExpressionException">The expression does not fit the columns, or needs a whole column; on reading: it fails for a row.</exception>
    public static IFrameChunks With(this IFrameChunks chunks, string name, Expression expression)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(expression);
        BoundExpression bound = expression.Bind(chunks.Kinds);
        bound.RequireRowWise();
        Frame Add(Frame chunk, long first) => chunk.With(bound.Evaluate(chunk, name, first), bound);
        return new MappedChunks(chunks, EmptyTable.KindsOf(Add(EmptyTable.Of(chunks.Kinds), 0)), source => Numbered(source, Add));
    }

    /// <summary>Adds a column that is computed of each chunk, or replaces the one of its name.</summary>
    /// <param name="chunks">The chunks.</param>
    /// <param name="compute">Computes the column of a chunk, row by row: it is called for a table without rows too, to tell its name and kind.</param>
    /// <returns>The chunks with the column.</returns>
    public static IFrameChunks With(this IFrameChunks chunks, Func<Frame, Column> compute)
    {
        ArgumentNullException.ThrowIfNull(compute);
        return chunks.Map(chunk => chunk.With(compute(chunk)));
    }

    /// <summary>Makes another table of each chunk.</summary>
    /// <param name="chunks">The chunks.</param>
    /// <param name="make">Makes the table, with the same columns of the same kinds of every chunk: it is called for a table without rows too, to tell them.</param>
    /// <returns>The chunks of what was made; one without rows is left out.</returns>
    /// <exception cref="ModelyardException">On reading: a chunk has become a table of other columns.</exception>
    public static IFrameChunks Map(this IFrameChunks chunks, Func<Frame, Frame> make)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        ArgumentNullException.ThrowIfNull(make);
        IReadOnlyDictionary<string, ColumnKind> kinds = EmptyTable.KindsOf(make(EmptyTable.Of(chunks.Kinds)));
        return new MappedChunks(chunks, kinds, source => source.Select(chunk => Checked(make(chunk), kinds)));
    }

    /// <summary>Keeps the first rows.</summary>
    /// <param name="chunks">The chunks.</param>
    /// <param name="count">The number of rows; all if there are fewer.</param>
    /// <returns>The chunks of these rows; nothing is read beyond them.</returns>
    public static IFrameChunks Head(this IFrameChunks chunks, long count)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new MappedChunks(chunks, chunks.Kinds, source => First(source, count));
    }

    /// <summary>Merges each chunk with a table that fits into memory, as <see cref="Frame.Merge"/> does.</summary>
    /// <param name="chunks">The chunks: the left table.</param>
    /// <param name="right">The right table.</param>
    /// <param name="on">The keys.</param>
    /// <param name="how">Which rows are kept: inner, left, semi, anti or cross. What depends on rows without a partner in all chunks is refused.</param>
    /// <param name="options">Suffixes, checks of the right table, an indicator and the limit of rows of a chunk.</param>
    /// <returns>The chunks of the merged table.</returns>
    /// <exception cref="ModelyardException">A right or outer merge, or a check of the left table's keys, which chunks cannot give; or on reading as of <see cref="Frame.Merge"/>.</exception>
    public static IFrameChunks Merge(this IFrameChunks chunks, Frame right, IReadOnlyList<MergeKey> on, MergeHow how = MergeHow.Inner, MergeOptions? options = null)
    {
        if (how is MergeHow.Right or MergeHow.Outer || options?.Validate is MergeValidation.OneToOne or MergeValidation.OneToMany)
        {
            throw new ModelyardException(
                "Chunk by chunk it is not known which keys the whole left table has: a right or outer merge and the check of its keys are not possible. Exchange the tables, or read the whole.");
        }

        return chunks.Map(chunk => chunk.Merge(right, on, how, options));
    }

    /// <summary>Puts tables below each other as <see cref="Frame.ConcatRows"/> does, one after the other; columns are found by their names.</summary>
    /// <param name="tables">The tables, at least one.</param>
    /// <returns>The chunks of all, with every column that any of the tables has; missing where a table has none. Categories and text give text.</returns>
    /// <exception cref="ArgumentException">There is no table.</exception>
    /// <exception cref="ModelyardException">A column is of different kinds, which chunks cannot bring together; on reading: times in UTC and times without a zone.</exception>
    public static IFrameChunks ConcatRows(params IEnumerable<IFrameChunks> tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        IFrameChunks[] all = [.. tables];
        return all.Length == 0
            ? throw new ArgumentException("There is no table and must be at least one.", nameof(tables))
            : StackedChunks.TryStack(all, out StackedChunks? stacked, out string? clash)
                ? stacked
                : throw new ModelyardException($"The column '{clash}' is of different kinds in the tables, and chunk by chunk it is not known what they give together; read it as one kind, or read the whole tables.");
    }

    /// <summary>Groups the rows of all chunks.</summary>
    /// <param name="chunks">The chunks.</param>
    /// <param name="keys">The names of the key's columns, at least one.</param>
    /// <returns>The groups, which are computed when their aggregates are.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    public static ChunkGroups GroupBy(this IFrameChunks chunks, params IEnumerable<string> keys) => chunks.GroupBy(keys, new GroupOptions());

    /// <summary>Groups the rows of all chunks.</summary>
    /// <param name="chunks">The chunks.</param>
    /// <param name="keys">The names of the key's columns, at least one.</param>
    /// <param name="options">The order of the groups, and what becomes of missing keys.</param>
    /// <returns>The groups, which are computed when their aggregates are.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    public static ChunkGroups GroupBy(this IFrameChunks chunks, IEnumerable<string> keys, GroupOptions options)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(options);
        return new ChunkGroups(chunks, [.. keys], options);
    }

    /// <summary>Summarises each column of all chunks, as <see cref="Frame.Describe"/> does, in two passes or a few more.</summary>
    /// <param name="chunks">The chunks.</param>
    /// <param name="memory">About how many bytes it may take, beside the chunks.</param>
    /// <returns>
    /// One summary a column. Counts, extremes and quartiles are those of the whole table to the bit, means and standard deviations agree to rounding. Different values are counted as long as the
    /// memory holds them, and then estimated; the most frequent one is told if it is sure to be that.
    /// </returns>
    /// <exception cref="ModelyardException">A column has more than 2,147,483,647 cells.</exception>
    public static IReadOnlyList<ColumnSummary> Describe(this IFrameChunks chunks, long memory = 256L << 20)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        ArgumentOutOfRangeException.ThrowIfLessThan(memory, 1);
        ColumnTally[] tallies = [.. chunks.Kinds.Select(kind => new ColumnTally(kind.Key, kind.Value, memory / Math.Max(1, chunks.Kinds.Count)))];
        while (!Array.TrueForAll(tallies, tally => tally.IsDone))
        {
            foreach (Frame chunk in chunks)
            {
                ParallelLoop.For(tallies.Length, Environment.ProcessorCount, i => tallies[i].Add(chunk.Columns[i]));
            }

            Array.ForEach(tallies, tally => tally.EndPass());
        }

        return [.. tallies.Select(tally => tally.ToSummary())];
    }

    /// <summary>Makes a wide table long, as <see cref="Frame.Melt"/> does and in the same order: the rows of one gathered column, then those of the next, for each of which the table is read again.</summary>
    /// <param name="chunks">The chunks.</param>
    /// <param name="idVars">The columns that are repeated beside each cell; none if null.</param>
    /// <param name="valueVars">The columns that are gathered; all others if null.</param>
    /// <param name="varName">The name of the column of their names.</param>
    /// <param name="valueName">The name of the column of their cells.</param>
    /// <param name="narrow">Opens the table of some columns alone, where that is less to read; null reads all columns each time.</param>
    /// <returns>The chunks of the long table.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    /// <exception cref="ModelyardException">The columns do not go together, or as of <see cref="Frame.Melt"/>.</exception>
    public static IFrameChunks Melt(
        this IFrameChunks chunks,
        IReadOnlyList<string>? idVars = null,
        IReadOnlyList<string>? valueVars = null,
        string varName = "variable",
        string valueName = "value",
        Func<IReadOnlyList<string>, IFrameChunks>? narrow = null)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        return new MeltedChunks(narrow ?? (names => chunks.Select(names)), EmptyTable.Of(chunks.Kinds), idVars, valueVars, varName, valueName);
    }

    /// <summary>Reads all chunks into one table.</summary>
    /// <param name="chunks">The chunks.</param>
    /// <returns>The table, which must fit into memory.</returns>
    public static Frame ToFrame(this IFrameChunks chunks)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        Frame[] all = [.. chunks];
        if (all.Length == 0)
        {
            return EmptyTable.Of(chunks.Kinds);
        }

        var whole = Frame.ConcatRows(all);
        return LineageStep.Join([.. all.Select(chunk => chunk.Lineage)], whole.RowCount) is { } lineage ? whole.WithLineage(lineage) : whole;
    }

    /// <summary>Writes all chunks to a place and completes it.</summary>
    /// <param name="chunks">The chunks.</param>
    /// <param name="sink">The place.</param>
    /// <returns>The number of rows.</returns>
    /// <exception cref="ModelyardException">The place cannot hold a cell.</exception>
    /// <exception cref="IOException">The place cannot be written to.</exception>
    public static long WriteTo(this IFrameChunks chunks, IFrameSink sink)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        ArgumentNullException.ThrowIfNull(sink);
        long rows = 0;
        foreach (Frame chunk in chunks)
        {
            sink.Write(chunk);
            rows += chunk.RowCount;
        }

        if (rows == 0)
        {
            sink.Write(EmptyTable.Of(chunks.Kinds));
        }

        sink.Complete();
        return rows;
    }

    /// <summary>Makes a table of each chunk and the number of its first row.</summary>
    private static IEnumerable<Frame> Numbered(IEnumerable<Frame> source, Func<Frame, long, Frame> make)
    {
        long first = 0;
        foreach (Frame chunk in source)
        {
            yield return make(chunk, first);
            first += chunk.RowCount;
        }
    }

    private static IEnumerable<Frame> First(IEnumerable<Frame> source, long count)
    {
        long left = count;
        foreach (Frame chunk in source)
        {
            if (left > 0)
            {
                yield return left >= chunk.RowCount ? chunk : chunk.Head((int)left);
            }

            left -= chunk.RowCount;
            if (left <= 0)
            {
                yield break;
            }
        }
    }

    private static Frame Checked(Frame made, IReadOnlyDictionary<string, ColumnKind> kinds)
    {
        return made.Columns.Count == kinds.Count && made.Columns.Zip(kinds).All(pair => pair.First.Name == pair.Second.Key && pair.First.Kind == pair.Second.Value)
            ? made
            : throw new ModelyardException(
                $"A chunk has become a table of {Shown(made.Columns.Select(column => KeyValuePair.Create(column.Name, column.Kind)))}, and must have {Shown(kinds)} as a chunk without rows had; convert columns to one kind.");
    }

    private static string Shown(IEnumerable<KeyValuePair<string, ColumnKind>> kinds) => string.Join(", ", kinds.Select(kind => $"'{kind.Key}' ({kind.Value})"));
}
