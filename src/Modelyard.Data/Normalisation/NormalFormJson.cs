using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Modelyard.Data.Databases;
using Modelyard.Data.Relations;

namespace Modelyard.Data.Normalisation;

/// <summary>Writes a proposal of tables as JSON.</summary>
internal static class NormalFormJson
{
    public static string Write(NormalForm form)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("mainTable", form.MainTable);
            json.WriteStartArray("tables");
            foreach (RelationTable table in form.Tables.Tables)
            {
                WriteTable(json, table, form.Junctions.Contains(table.Name));
            }

            json.WriteEndArray();
            WriteDependencies(json, "dependencies", form.Dependencies.Dependencies.Where(one => one.IsAccepted));
            WriteDependencies(json, "notBelieved", form.Dependencies.Dependencies.Where(one => !one.IsAccepted));
            json.WriteStartArray("exceptions");
            foreach (CellExceptions one in form.Exceptions)
            {
                json.WriteStartObject();
                json.WriteString("dependency", one.Dependency.ToString());
                json.WriteString("table", one.Table);
                json.WriteStartArray("rows");
                foreach (int row in one.Rows)
                {
                    json.WriteNumberValue(row);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("candidateKeys");
            foreach (IReadOnlyList<string> key in form.Dependencies.CandidateKeys)
            {
                WriteNames(json, key);
            }

            json.WriteEndArray();
            json.WritePropertyName("unkept");
            WriteNames(json, form.Unkept.Select(one => one.ToString()));
            json.WritePropertyName("notes");
            WriteNames(json, form.Dependencies.Notes);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }

    private static void WriteTable(Utf8JsonWriter json, RelationTable table, bool isJunction)
    {
        json.WriteStartObject();
        json.WriteString("name", table.Name);
        json.WriteNumber("rows", table.Rows.RowCount);
        json.WriteBoolean("isJunction", isJunction);
        json.WriteStartArray("columns");
        foreach (ColumnDefinition column in table.Definition.Columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("kind", column.Kind.ToString().ToLowerInvariant());
            json.WriteBoolean("nullable", column.IsNullable);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WritePropertyName("primaryKey");
        WriteNames(json, table.Definition.PrimaryKey);
        json.WriteStartArray("uniqueKeys");
        foreach (IReadOnlyList<string> key in table.Definition.UniqueKeys)
        {
            WriteNames(json, key);
        }

        json.WriteEndArray();
        json.WriteStartArray("foreignKeys");
        foreach (ForeignKey key in table.Definition.ForeignKeys)
        {
            json.WriteStartObject();
            json.WritePropertyName("columns");
            WriteNames(json, key.Columns);
            json.WriteString("table", key.ReferencedTable.Name);
            json.WritePropertyName("referencedColumns");
            WriteNames(json, key.ReferencedColumns);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteDependencies(Utf8JsonWriter json, string name, IEnumerable<FunctionalDependency> dependencies)
    {
        json.WriteStartArray(name);
        foreach (FunctionalDependency one in dependencies)
        {
            json.WriteStartObject();
            json.WritePropertyName("left");
            WriteNames(json, one.Left);
            json.WriteString("right", one.Right);
            json.WriteNumber("violations", one.Violations);
            json.WriteNumber("leftSides", one.LeftSides);
            json.WriteNumber("repeats", one.Repeats);
            json.WriteNumber("bits", one.Bits);
            if (!one.IsAccepted)
            {
                json.WriteString("reason", one.Reason);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteNames(Utf8JsonWriter json, IEnumerable<string> names)
    {
        json.WriteStartArray();
        foreach (string name in names)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
    }
}
