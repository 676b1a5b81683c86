-- Makes a video for an object that another tool put into the bucket. 0 rows: this object version is known already.
INSERT INTO video (id, status, filename, name, profile_revision, profile, source_key, source_etag, source_size, registered,
                   attempts, visibility)
VALUES (:?id, 'QUEUED', :?filename, :?name, :?profileRevision, :?profile, :?sourceKey, :?sourceEtag, :?size, FALSE, 1,
        :?visibility)
ON CONFLICT DO NOTHING
