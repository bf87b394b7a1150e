using System.Globalization;
using Modelyard.Charts;
using Modelyard.Data;
using Modelyard.Data.Databases;
using Modelyard.Frames;
using Modelyard.Frames.Lineage;
using Modelyard.Learning;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Persistence;

namespace Modelyard.Lifecycle.Training;

/// <summary>Puts the rows together that a version is made of anew.</summary>
internal sealed class RowGatherer(Yard yard, ModelVersion version, ModelPackage package, TrainingRecipe recipe)
{
    private readonly CsvReadOptions _reading = new() { MissingTokens = recipe.MissingTokens };

    /// <summary>Gathers rows.</summary>
    /// <exception cref="ModelyardException">There are none, they cannot be read, or they lack what the recipe needs.</exception>
    internal GatheredRows Gather(RetrainingSource source, CancellationToken stop)
    {
        source.Check();
        GatheredRows newer = source.Files.Count > 0 ? OfFiles(Find(source))
            : source.Query is { } query ? OfQuery(source.Database!, query, stop)
            : source.IsLog ? OfLog(source.Last)
            : HasLabels() ? OfLog(null)
            : Own(stop);
        foreach (string needed in new[] { recipe.Target, recipe.Group, recipe.Time }.OfType<string>())
        {
            if (!newer.Frame.TryGetColumn(needed, out _))
            {
                throw new YardException($"The column '{needed}', by which '{version.Reference}' was made, is not in {newer.Name}. {(newer.Time == PredictionColumns.Time ? "The log holds the inputs of the model alone: retrain from files that have the column." : "Give rows that have it.")}");
            }
        }

        return source.WithOld ? WithOld(newer, stop) : newer;
    }

    /// <summary>Reads the table that the version was learned from; null if it is gone or has changed.</summary>
    internal Frame? Old(CancellationToken stop)
    {
        if (yard.Models.Lineage(version.Reference).Data is not { Digest: { } digest } data)
        {
            return null;
        }

        if (File.Exists(data.Path) && TrainingData.Open(data.Path, _reading, stop) is { } file && file.Digest == digest)
        {
            return file.Frame;
        }

        if (!yard.Artifacts.Contains(digest))
        {
            return null;
        }

        using Stream kept = yard.Artifacts.Open(digest);
        return TableFiles.Read(kept, TableFormat.Parquet).Frame;
    }

    private bool HasLabels() => yard.Predictions.Contains(version.Name) && Labelled(TimeSpan.Zero) is { RowCount: > 0 };

    private GatheredRows Own(CancellationToken stop)
    {
        if (yard.Models.Lineage(version.Reference).Data is { } data && File.Exists(data.Path))
        {
            return OfFiles([data.Path]);
        }

        return Old(stop) is { } kept ? new GatheredRows(kept, 0, $"the table of {version.Reference}", null, recipe.Time)
            : throw new YardException($"There are no rows to make '{version.Reference}' of anew: its log has no labels, and the file that it was learned from is not there. Name files, a query of a database or the log.");
    }

    private static string[] Find(RetrainingSource source)
    {
        var files = new List<string>();
        foreach (string path in source.Files)
        {
            string name = Path.GetFileName(path), folder = Path.GetDirectoryName(path) is { Length: > 0 } given ? given : ".";
            bool isPattern = name.AsSpan().ContainsAny('*', '?');
            string[] found = !isPattern ? [path] : Directory.Exists(folder) ? Directory.GetFiles(folder, name) : [];
            files.AddRange(found.Length > 0 ? found : throw new YardException($"No file is named '{path}'. Mend the pattern, or wait until there is one."));
        }

        string[] distinct = [.. files.Distinct(StringComparer.Ordinal).OrderBy(File.GetLastWriteTimeUtc).ThenBy(path => path, StringComparer.Ordinal)];
        return source.Newest is { } newest ? distinct[^Math.Min(newest, distinct.Length)..] : distinct;
    }

    private GatheredRows OfFiles(string[] paths)
    {
        Frame[] tables = Array.ConvertAll(paths, Read);
        string name = paths.Length == 1 ? Path.GetFileName(paths[0]) : $"{NumberText.Counted(paths.Length, "file")}, the last {Path.GetFileName(paths[^1])}";
        bool isDelimited = paths.Length == 1 && TableFiles.FormatOf(paths[0]) is null or TableFormat.Csv;
        return new GatheredRows(tables.Length == 1 ? tables[0] : Stack(tables), 0, name, isDelimited && !paths[0].EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? paths[0] : null, recipe.Time);
    }

    // As a training reads it, so that the same file is the same table.
    private Frame Read(string path) => TableFiles.FormatOf(path) is null ? CsvReader.Read(path, _reading).Frame : TableFiles.Read(path, new TableReadOptions { Csv = _reading }).Frame;

    private GatheredRows OfQuery(string address, string query, CancellationToken stop)
    {
        using Database database = Database.Open(address);
        Frame rows = database.Read(new SqlQuery(query), cancellation: stop);
        return new GatheredRows(rows, 0, $"a query of {database.Name}", null, recipe.Time);
    }

    private GatheredRows OfLog(TimeSpan? last)
    {
        Frame rows = Labelled(last) is { RowCount: > 0 } labelled ? labelled
            : throw new YardException($"The log of '{version.Name}' has no prediction whose label is known. Give labels with 'modelyard feedback', or name files.");
        var times = (TimestampColumn)rows[PredictionColumns.Time];
        var columns = new List<Column> { times };
        foreach (Feature input in package.Predictor.Inputs)
        {
            columns.Add(rows.TryGetColumn(PredictionColumns.Input(input.Name), out Column? logged) ? logged.Rename(input.Name)
                : throw new YardException($"The log of '{version.Name}' does not hold the input '{input.Name}' of '{version.Reference}'. Log it, or retrain from files."));
        }

        columns.Add(rows[PredictionColumns.Label].Rename(recipe.Target));
        CheckHashes(columns);
        string name = string.Create(CultureInfo.InvariantCulture, $"the labelled log of {version.Name}, {times[0]:yyyy-MM-dd} to {times[^1]:yyyy-MM-dd}");
        Frame table = Frame.Of(columns);
        LineageStep step = LineageStep.Of("read the log", [KeyValuePair.Create("model", version.Name), KeyValuePair.Create("rows", "labelled"), KeyValuePair.Create("first", times[0]!.Value.ToString("O", CultureInfo.InvariantCulture)), KeyValuePair.Create("last", times[^1]!.Value.ToString("O", CultureInfo.InvariantCulture))], [], table.Columns.Select(column => column.Name), table.RowCount);
        return new GatheredRows(table.WithLineage(step), 0, name, null, PredictionColumns.Time);
    }

    /// <summary>Refuses a column of which the log holds no more than hashes: what is learned from them says nothing of the cells that are served.</summary>
    private void CheckHashes(List<Column> columns)
    {
        const int HashLength = 24;
        foreach (Feature input in package.Predictor.Inputs.Where(input => input.IsCategorical || input.Kind == FeatureKind.Text))
        {
            Column column = columns.First(one => one.Name == input.Name);
            if (column.MissingCount < column.Length && Enumerable.Range(0, column.Length).Where(row => !column.IsMissing(row)).Take(100).All(row => column.FormatCell(row) is { Length: HashLength } cell && cell.All(char.IsAsciiHexDigitLower)))
            {
                throw new YardException($"The log of '{version.Name}' holds no more than hashes of the input '{input.Name}'. Retrain from files that hold its cells.");
            }
        }
    }

    /// <summary>Reads the rows whose labels are known, from the last day back, so that no others are held and none is read that is too old.</summary>
    private Frame? Labelled(TimeSpan? last = null)
    {
        using PredictionLog log = yard.Predictions.Open(version.Name);
        var days = new List<Frame>();
        long from = long.MinValue;
        foreach (Frame day in log.ReadDaysBack())
        {
            Column labels = day[PredictionColumns.Label];
            var times = (TimestampColumn)day[PredictionColumns.Time];
            if (times.Ticks[^1] < from)
            {
                break;
            }

            int newest = Enumerable.Range(1, day.RowCount).Select(back => day.RowCount - back).FirstOrDefault(row => !labels.IsMissing(row), -1);
            if (newest < 0)
            {
                continue;
            }

            from = days.Count == 0 && last is { } span ? times.Ticks[newest] - span.Ticks : from;
            bool[] keep = new bool[day.RowCount];
            for (int row = 0; row < keep.Length; row++)
            {
                keep[row] = !labels.IsMissing(row) && times.Ticks[row] >= from;
            }

            days.Add(day.Filter(keep));
        }

        days.Reverse();
        return days.Count == 0 ? null : Frame.ConcatRows(days);
    }

    private GatheredRows WithOld(GatheredRows newer, CancellationToken stop)
    {
        Frame old = Old(stop) ?? throw new YardException($"The table that '{version.Reference}' was learned from is gone, or has changed. Leave it out, or restore the file.");
        KnownRows known = KnownRows.Of(old, package.Predictor.Inputs, recipe.Target);

        // A file that grew holds the old rows as well; each row comes once.
        Frame added = known.Unknown(newer.Frame);
        if (newer.Time == PredictionColumns.Time)
        {
            long before = added.RowCount == 0 ? 0 : ((TimestampColumn)added[PredictionColumns.Time]).Ticks[0] - 1;
            old = Frame.Of([.. added.Columns.Select(column => column.Name == PredictionColumns.Time ? new TimestampColumn(column.Name, [.. Enumerable.Repeat(before, old.RowCount)], isUtc: true) : old[column.Name])]).WithLineage(
                LineageStep.Of("select", [], [old.Lineage], added.Columns.Select(column => column.Name), old.RowCount));
        }

        return new GatheredRows(Stack(old, added), old.RowCount, $"{newer.Name}, and the table of {version.Reference}", null, newer.Time);
    }

    /// <summary>Puts tables below each other; an input is of one kind in all of them.</summary>
    private Frame Stack(params Frame[] tables)
    {
        var texts = package.Predictor.Inputs.Where(input => input.IsCategorical).Select(input => input.Name).ToHashSet(StringComparer.Ordinal);
        if (package.Predictor.Task == TaskKind.Classification)
        {
            texts.Add(recipe.Target);
        }

        string[] mixed = [.. texts.Where(name => tables.Select(table => table.TryGetColumn(name, out Column? column) ? column.Kind : ColumnKind.Category).Distinct().Count() > 1)];
        return Frame.ConcatRows(tables.Select(table => mixed.Where(name => table.TryGetColumn(name, out _)).Aggregate(table, (one, name) => one.With(Levels(one[name])))));
    }

    /// <summary>Creates the same column as categories.</summary>
    internal static CategoryColumn Levels(Column column) => CategoryColumn.From(column.Name, Enumerable.Range(0, column.Length).Select(row => column.IsMissing(row) ? null : column.FormatCell(row)));
}
