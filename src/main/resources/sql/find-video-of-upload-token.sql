-- Whether an upload token has registered a video.
SELECT v.id FROM video v WHERE v.id = :?id AND v.tenant = :?tenant AND v.upload_token = :?uploadToken
