using System.Globalization;
using Modelyard.Frames;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Lifecycle.Storage;
using Modelyard.Persistence;

namespace Modelyard.Lifecycle.Provenance;

/// <summary>Tells what a prediction, a version or a run came of, back to the columns of files, and what came of a table.</summary>
public sealed class YardLineage
{
    private readonly Database _database;
    private readonly Yard _yard;

    internal YardLineage(Database database, Yard yard) => (_database, _yard) = (database, yard);

    /// <summary>Tells what a prediction came of.</summary>
    /// <param name="model">The name of the model.</param>
    /// <param name="request">The identifier of the request.</param>
    /// <param name="row">The zero-based row within the request.</param>
    /// <param name="day">The day of the request, in UTC; null if it is not known: days are read from the latest back, until it is found.</param>
    /// <returns>The prediction, its version, run, table and the steps of the table.</returns>
    /// <exception cref="ModelyardException">The log holds no such prediction, or cannot be read.</exception>
    public LineageGraph OfPrediction(string model, string request, int row = 0, DateOnly? day = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        ArgumentException.ThrowIfNullOrEmpty(request);
        if (!_yard.Predictions.Contains(model))
        {
            throw new YardException($"There is no log of the predictions of '{model}'. There are logs of {string.Join(", ", _yard.Predictions.List().Select(name => $"'{name}'").DefaultIfEmpty("no model"))}.");
        }

        using PredictionLog log = _yard.Predictions.Open(model);
        Frame rows = log.Find(request, day);
        int found = rows.RowCount == 0 ? -1 : Enumerable.Range(0, rows.RowCount).FirstOrDefault(one => ((IntegerColumn)rows[PredictionColumns.Row]).Values[one] == row, -1);
        if (found < 0)
        {
            throw new YardException(rows.RowCount == 0
                ? $"The log of '{model}' holds no request '{request}'{(day is { } given ? $" of {given:yyyy-MM-dd}" : "")}. See 'modelyard predictions show {model}'."
                : $"The request '{request}' has {rows.RowCount} rows, from 0, and no row '{row}'.");
        }

        var walk = new LineageWalk(_yard);
        DateTime time = ((TimestampColumn)rows[PredictionColumns.Time])[found]!.Value;
        string version = rows[PredictionColumns.Version].FormatCell(found);
        LineageNode prediction = walk.Add(new LineageNode($"prediction {request} {row}", LineageNodeKind.Prediction, $"{request}, row {row}") { Facts = [.. Facts(rows, found)] });
        if (_database.Read(connection => connection.Scalar("SELECT 1 FROM versions WHERE model = ?1 AND version = ?2;", model, version)) is null)
        {
            return walk.ToGraph($"Where an answer of {model} comes from");
        }

        LineageNode made = walk.AddVersion(_yard.Models.Resolve($"{model}:{version}"), AliasesAt(model, int.Parse(version, CultureInfo.InvariantCulture), time));
        walk.Link(made, prediction);
        return walk.ToGraph($"Where an answer of {model} comes from");
    }

    /// <summary>Tells what a version came of.</summary>
    /// <param name="reference">The name, name:version or name@alias.</param>
    /// <returns>The version, its run, its table and the steps of the table.</returns>
    /// <exception cref="YardException">There is no such version.</exception>
    public LineageGraph OfVersion(string reference)
    {
        ModelVersion version = _yard.Models.Resolve(reference);
        var walk = new LineageWalk(_yard);
        walk.AddVersion(version, null);
        return walk.ToGraph($"Where {version.Reference} comes from");
    }

    /// <summary>Tells what a run came of, and which versions came of it.</summary>
    /// <param name="id">The identifier, or its beginning.</param>
    /// <returns>The run, its table, and the versions.</returns>
    /// <exception cref="YardException">There is no such run, or more than one.</exception>
    public LineageGraph OfRun(string id)
    {
        Run run = _yard.Runs.Get(id);
        var walk = new LineageWalk(_yard);
        walk.AddRun(run);
        foreach (ModelVersion version in Versions(version => version.RunId == run.Id))
        {
            walk.AddVersion(version, null);
        }

        return walk.ToGraph($"The run {run.Id[..10]}");
    }

    /// <summary>Tells what came of a table: the versions that were learned from it, or from a table that was made of it, and how many answers they gave.</summary>
    /// <param name="digest">The SHA-256 of the table, or the beginning of it, of 8 digits or more.</param>
    /// <returns>The table, and what came of it.</returns>
    /// <exception cref="YardException">Nothing came of such a table.</exception>
    public LineageGraph OfData(string digest)
    {
        ArgumentNullException.ThrowIfNull(digest);
        if (digest.Length is < 8 or > 64 || !digest.All(char.IsAsciiHexDigitLower))
        {
            throw new YardException($"The digest is '{digest}' and must be 8 to 64 hexadecimal digits in lower case.");
        }

        ModelVersion[] versions = [.. Versions(version => Sources(version).Any(source => source.StartsWith(digest, StringComparison.Ordinal)))];
        if (versions.Length == 0)
        {
            throw new YardException($"No version was learned from a table with the digest '{digest}'. Its bytes must be those that were learned from.");
        }

        var walk = new LineageWalk(_yard);
        foreach (ModelVersion version in versions)
        {
            walk.AddVersion(version, null);
        }

        foreach (IGrouping<string, ModelVersion> model in versions.GroupBy(version => version.Name, StringComparer.Ordinal).Where(model => _yard.Predictions.Contains(model.Key)))
        {
            using PredictionLog log = _yard.Predictions.Open(model.Key);
            foreach (IGrouping<string, PredictionCount> count in PredictionCount.Of(log).GroupBy(count => count.Version, StringComparer.Ordinal))
            {
                walk.Count($"{model.Key}:{count.Key}", count.Sum(day => day.Predictions), count.Any(day => day.Labels is null) ? null : count.Sum(day => day.Labels));
            }
        }

        return walk.ToGraph($"What came of {digest[..8]}");
    }

    /// <summary>Tells what changed in front of a model's answers around a moment, for who looks for the cause of an alarm.</summary>
    /// <param name="model">The name of the model.</param>
    /// <param name="since">The moment, in UTC.</param>
    /// <param name="around">How far before and after it is looked; a week if null.</param>
    /// <returns>The changes, the earliest first.</returns>
    public IReadOnlyList<UpstreamChange> Changes(string model, DateTime since, TimeSpan? around = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        TimeSpan span = around ?? TimeSpan.FromDays(7);
        DateTime first = since - span, last = since + span;
        var changes = new List<UpstreamChange>(_database.Read(connection => connection.Query(
            "SELECT moved, alias, version FROM alias_moves WHERE model = ?1 AND moved BETWEEN ?2 AND ?3 ORDER BY moved, rowid;",
            row => new UpstreamChange(row.Time(0).UtcDateTime, row.Integer(2) is { } version ? $"The alias '{row.GetString(1)}' came to point to '{model}:{version}'." : $"The alias '{row.GetString(1)}' was removed."), model, first.Ticks, last.Ticks)));
        ModelVersion[] versions = [.. Versions(version => version.Name == model).OrderBy(version => version.Version)];
        foreach ((ModelVersion? before, ModelVersion made) in versions.Select((version, i) => (i == 0 ? null : versions[i - 1], version)).Where(pair => pair.version.Created.UtcDateTime >= first && pair.version.Created.UtcDateTime <= last))
        {
            changes.Add(new UpstreamChange(made.Created.UtcDateTime, $"'{made.Reference}' was made{(made.RunId is { } run ? $" by the run {run}" : "")}.{(before is null ? "" : Differences(before, made))}"));
        }

        return [.. changes.OrderBy(change => change.At)];
    }

    private IEnumerable<ModelVersion> Versions(Func<ModelVersion, bool> isMeant) => _yard.Models.List().SelectMany(model => model.Versions).Where(isMeant).OrderBy(version => version.Name, StringComparer.Ordinal).ThenBy(version => version.Version);

    /// <summary>Lists the digests of the table of a version and of the files that it was made of.</summary>
    private IEnumerable<string> Sources(ModelVersion version)
    {
        ModelManifest manifest = LineageWalk.Manifest(_yard, version);
        IEnumerable<string?> own = [_yard.Runs.TryGet(version.RunId)?.Data?.Digest, manifest.Lineage.GetValueOrDefault("data sha256")];
        return own.OfType<string>().Concat(LineageWalk.Table(manifest)?.History().Select(step => step.Source?.Digest).OfType<string>() ?? []);
    }

    private string Differences(ModelVersion before, ModelVersion made)
    {
        ModelManifest one = LineageWalk.Manifest(_yard, before), other = LineageWalk.Manifest(_yard, made);
        string data = one.Lineage.GetValueOrDefault("data sha256") == other.Lineage.GetValueOrDefault("data sha256") ? "" : $" It was learned from other data: '{other.Lineage.GetValueOrDefault("data")}', {other.Lineage.GetValueOrDefault("data rows")} rows.";
        string[] gone = [.. one.Inputs.Select(input => input.Name).Except(other.Inputs.Select(input => input.Name))], come = [.. other.Inputs.Select(input => input.Name).Except(one.Inputs.Select(input => input.Name))];
        return data + (come.Length == 0 ? "" : $" It reads {string.Join(", ", come)} besides.") + (gone.Length == 0 ? "" : $" It does not read {string.Join(", ", gone)} any more.");
    }

    /// <summary>Lists the aliases of a version at a moment, as far as their moves were written down.</summary>
    private string AliasesAt(string model, int version, DateTime time) => string.Join(", ", _database.Read(connection => connection.Query(
        "SELECT alias, version FROM alias_moves m WHERE model = ?1 AND moved <= ?2 AND rowid = (SELECT MAX(rowid) FROM alias_moves o WHERE o.model = m.model AND o.alias = m.alias AND o.moved <= ?2) ORDER BY alias;",
        row => (Alias: row.GetString(0), Version: row.Integer(1)), model, time.Ticks)).Where(one => one.Version == version).Select(one => one.Alias));

    private static IEnumerable<KeyValuePair<string, string>> Facts(Frame rows, int row)
    {
        string[] outputs = [.. rows.Columns.Select(column => column.Name).Where(PredictionColumns.IsOutput)], records = [PredictionColumns.Time, PredictionColumns.Version, .. outputs, PredictionColumns.Label, PredictionColumns.Key];
        foreach (string name in records.Concat(rows.Columns.Select(column => column.Name).Where(name => !PredictionColumns.IsOutput(name) && !PredictionColumns.IsRecord(name))))
        {
            if (rows.TryGetColumn(name, out Column? column) && !column.IsMissing(row))
            {
                yield return KeyValuePair.Create(name, column.FormatCell(row));
            }
        }
    }
}
