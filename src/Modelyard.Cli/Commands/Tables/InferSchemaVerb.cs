using System.CommandLine;
using Modelyard.Charts;
using Modelyard.Data.Schemas;
using Modelyard.Frames.Validation;

namespace Modelyard.Cli.Commands.Tables;

/// <summary>Proposes a schema for a table, to be edited.</summary>
internal static class InferSchemaVerb
{
    internal static Command Create(Terminal terminal)
    {
        var output = new Option<string?>("--output", "-o") { Description = "The YAML file to write; standard output without it." };
        var asJsonSchema = new Option<bool>("--json-schema") { Description = "Write JSON Schema (draft 2020-12) for one row instead." };
        Argument<string> file = TableInput.File();
        var verb = new TableVerb(terminal, "infer-schema", "Propose a schema for a table, to be edited.", "modelyard data infer-schema orders.csv -o orders.yaml");
        return verb.Say([file], [output, asJsonSchema], parsed =>
        {
            OutputFile.Check(parsed.GetValue(output));
            using OpenTable table = verb.Input.Open(parsed, parsed.GetRequiredValue(file));
            var inference = SchemaInference.Of(table.Chunks, new InferenceOptions { UniqueMemory = MemoryShare.Of(new InferenceOptions().UniqueMemory, table.Chunks.Kinds.Count) });
            if (inference.RowCount == 0)
            {
                throw new ModelyardException($"{parsed.GetRequiredValue(file)}: The table has no rows, of which nothing can be inferred.");
            }

            bool isJson = parsed.GetValue(asJsonSchema);
            if (parsed.GetValue(output) is not { } path)
            {
                string text = isJson ? inference.Schema.ToJsonSchema() : SchemaFile.ToYaml(inference);
                terminal.Write(text.EndsWith('\n') ? text : text + "\n");
                return CommandLine.Success;
            }

            if (isJson)
            {
                File.WriteAllText(path, inference.Schema.ToJsonSchema());
            }
            else
            {
                SchemaFile.Write(inference, path);
            }

            terminal.Line($" schema of {inference.Schema.Columns.Count:N0} columns from {NumberText.Counted(inference.RowCount, "row")} -> {path}");
            terminal.Line($" next    look it over, then: modelyard data validate {parsed.GetRequiredValue(file)} --schema {path}");
            return CommandLine.Success;
        });
    }
}
