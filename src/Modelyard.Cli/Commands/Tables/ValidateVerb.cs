using System.CommandLine;
using Modelyard.Data.Schemas;
using Modelyard.Frames;
using Modelyard.Frames.Validation;

namespace Modelyard.Cli.Commands.Tables;

/// <summary>Checks a table against a schema.</summary>
internal static class ValidateVerb
{
    internal static Command Create(Terminal terminal)
    {
        var schema = new Option<string>("--schema") { Description = "The schema, a YAML file; 'modelyard data infer-schema' writes one to begin with.", Required = true };
        var reference = new Option<string[]>("--reference") { Description = "A table that foreign keys lead to, as name=FILE; may be given several times." };
        var most = new Option<int>("--most") { Description = "The greatest number of failures of each check that are listed.", DefaultValueFactory = _ => 20 }.Plainly("a whole number, 0 or greater");
        var failing = new Option<string?>("--failing") { Description = "Write the rows that fail to this file." };
        var coerce = new Option<bool>("--coerce") { Description = "Bring cells to the schema's kinds first; what does not fit is a failure." };
        Option<bool> json = SharedOptions.Json();
        Argument<string> file = TableInput.File();
        var verb = new TableVerb(terminal, "validate", "Check a table against a schema; fails if a rule is broken.", "modelyard data validate orders.csv --schema orders.yaml");
        return verb.Say([file], [schema, reference, most, failing, coerce, json], parsed =>
        {
            TableSchema rules = SchemaFile.Read(parsed.GetRequiredValue(schema));
            OutputFile.Check(parsed.GetValue(failing));
            Dictionary<string, Frame> references = (parsed.GetValue(reference) ?? []).Select(text => Reference(verb, parsed, text)).ToDictionary(StringComparer.Ordinal);
            using OpenTable table = verb.Input.Open(parsed, parsed.GetRequiredValue(file));
            var options = new ValidationOptions { Tables = references, FailuresPerCheck = parsed.GetValue(most), Coerce = parsed.GetValue(coerce) };
            ValidationReport report = rules.Validate(table.Chunks, options with { UniqueMemory = MemoryShare.Of(options.UniqueMemory) });
            if (parsed.GetValue(json))
            {
                terminal.Line(report.ToJson());
            }
            else
            {
                terminal.Line(report.ToString());
            }

            if (parsed.GetValue(failing) is { } path)
            {
                new TableOutput(terminal).Write(path, null, report.FailingRows(table.Chunks));
            }

            return report.IsValid ? CommandLine.Success : CommandLine.Failure;
        });
    }

    private static (string Name, Frame Table) Reference(TableVerb verb, ParseResult parsed, string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 ? (text[..equals], verb.Input.Read(parsed, text[(equals + 1)..])) : throw new UsageException($"'--reference' is '{text}' and must be name=FILE.");
    }
}
