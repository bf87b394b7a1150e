namespace Modelyard.Data;

/// <summary>Names the formats of files that hold a table.</summary>
public enum TableFormat
{
    /// <summary>Delimited text, the delimiter found when it is read: '.csv'.</summary>
    Csv,

    /// <summary>Text delimited by tabs: '.tsv' or '.tab'.</summary>
    Tsv,

    /// <summary>JSON, an array of objects: '.json'. When it is read, objects one a line are understood too.</summary>
    Json,

    /// <summary>JSON, one object a line: '.ndjson' or '.jsonl'.</summary>
    Ndjson,

    /// <summary>Parquet: '.parquet' or '.pq'.</summary>
    Parquet,

    /// <summary>BSON, as mongodump writes it: '.bson'. It is read only.</summary>
    Bson,

    /// <summary>MongoDB's extended JSON, as mongoexport writes it, which no ending tells from JSON. It is read only.</summary>
    ExtendedJson,
}
