using System.CommandLine;
using Modelyard.Cli.Commands.Tables;
using Modelyard.Data;
using Modelyard.Frames;
using Modelyard.Monitoring;
using Modelyard.Persistence;

namespace Modelyard.Cli.Commands.Watching;

/// <summary>Says how far a table has moved from its reference: another table, or the training data of a model.</summary>
internal static class DriftCommand
{
    internal static Command Create(Terminal terminal)
    {
        var reference = new Argument<string>("REFERENCE") { Description = "What it is compared with: a table; a model (a name, name:version, name@alias or a model file), whose training data is known from its profile; or a time of a monitor, as in daily@2026-03-02..2026-03-09." };
        var current = new Argument<string>("CURRENT") { Description = "The table: a file (CSV, TSV, JSON, NDJSON, Parquet, BSON), s3://bucket/key, or '-' for standard input; or another time of the monitor." };
        var measures = new DriftMeasures();
        Option<double> level = new Option<double>("--level") { Description = "The chance that anything is told of a table that has not changed.", DefaultValueFactory = _ => new DriftOptions().Level }.Plainly("a number from 0 to 1");
        var fail = new Option<bool>("--fail") { Description = "End with the exit code 1 if anything has drifted, for scripts." };
        var output = new Option<string?>("--output", "-o") { Description = "A page (.html) or a picture (.svg) to write." };
        var together = new TogetherChoices();
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        var verb = new TableVerb(terminal, "drift", "Say which columns of a table have moved from a reference, beyond chance and by as much as matters.", "modelyard drift january.csv june.csv -o drift.html");
        return verb.Say([reference, current], [.. measures.All, level, .. together.All, fail, output, yard, json], parsed =>
        {
            ChartPage.Check(parsed.GetValue(output));
            together.Check(parsed);

            // Columns each on their own and together are two looks, which share what may be spent on false alarms.
            DriftOptions options = measures.Of(parsed) with { Level = together.IsOn(parsed) ? parsed.GetValue(level) / 2 : parsed.GetValue(level) };
            (TableDrift drift, TogetherDrift? joint) = Compare(verb.Input, parsed, parsed.GetRequiredValue(reference), parsed.GetRequiredValue(current), parsed.GetRequiredValue(yard), options, together);
            if (parsed.GetValue(output) is { } page)
            {
                DriftPage.Write(page, drift, joint, $"{parsed.GetRequiredValue(current)} against {parsed.GetRequiredValue(reference)}");
            }

            if (parsed.GetValue(json))
            {
                DriftText.WriteJson(terminal, drift, joint);
            }
            else
            {
                DriftText.Write(terminal, drift, joint);
            }

            return parsed.GetValue(fail) && (drift.HasDrifted || joint?.HasDrifted == true) ? CommandLine.Failure : CommandLine.Success;
        });
    }

    private static (TableDrift Drift, TogetherDrift? Joint) Compare(TableInput input, ParseResult parsed, string reference, string current, string yard, DriftOptions options, TogetherChoices together)
    {
        if (MonitorPeriod.Parse(reference) is { } then)
        {
            MonitorPeriod now = MonitorPeriod.Parse(current) ?? throw new UsageException($"The reference is a time of the monitor '{then.Monitor}', and so must be what is compared with it, as in 'modelyard drift {reference} {then.Monitor}@2026-03-02..2026-03-09'.");
            if (now.Monitor != then.Monitor)
            {
                throw new UsageException($"The times are of the monitors '{then.Monitor}' and '{now.Monitor}', which count into other bins; both must be of one.");
            }

            together.RequireRows(parsed, $"'{reference}' is a time of a monitor, which has counts");
            using var opened = SharedOptions.OpenYard(yard);
            return (TableDrift.Compare(opened.Monitors.Tally(then.Monitor, then.From, then.Until), opened.Monitors.Tally(now.Monitor, now.From, now.Until), options), null);
        }

        if (!File.Exists(current) && MonitorPeriod.Parse(current) is { } period)
        {
            throw new UsageException($"'{current}' is a time of the monitor '{period.Monitor}', which has counts in bins of its own and no rows. Compare it with another time of the monitor, as '{period.Monitor}@2026-03-02..2026-03-09'.");
        }

        if (!IsModel(reference))
        {
            if (reference == "-" && current == "-")
            {
                throw new UsageException("Both tables are standard input, and only one can be. Name a file for the other.");
            }

            Frame before = input.Read(parsed, reference), after = input.Read(parsed, current);
            return (TableDrift.Compare(before, after, options), together.Compare(parsed, before, after, options));
        }

        together.RequireRows(parsed, $"'{reference}' is a model, whose profile has counts");
        ModelPackage package = ModelReference.Load(reference, yard);
        if (package.Profile is not { } profile)
        {
            throw new ModelyardException($"The model '{reference}' has no profile of its training data to compare with. Compare with the training table, as in 'modelyard drift train.csv {current}'.");
        }

        Frame rows = input.Read(parsed, current, missingTokens: package.MissingTokens);
        string target = profile.Columns[^1].Name;
        foreach (string name in options.Exclude)
        {
            _ = profile.Columns.Any(column => column.Name == name) ? 0 : rows.PositionOf(name);
        }

        // What is to be predicted need not be known yet.
        return (TableDrift.Compare(TableTally.Of(profile), rows, rows.TryGetColumn(target, out _) ? options : options with { Exclude = [.. options.Exclude, target] }), null);
    }

    /// <summary>Tells a model from a table: what is a model file, or neither a file nor called like one.</summary>
    private static bool IsModel(string reference) => reference.EndsWith(ModelFile.Extension, StringComparison.OrdinalIgnoreCase)
        || (reference != "-" && !ModelReference.LooksLikeFile(reference) && TableFiles.FormatOf(reference) is null && Path.GetExtension(reference).Length == 0);
}
